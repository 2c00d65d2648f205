"""The XML parts of a Word or Excel file, parsed without entities, without a network and without external parts.

Names are compared without their namespace: the strict and the usual form of Office files differ in nothing else here.
"""

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from lxml import etree

from .tables import Unreadable

_NO_MEMORY = 2  # XML_ERR_NO_MEMORY of libxml2


@contextmanager
def damage_refused() -> Iterator[None]:
    """To be put around everything that reads from the archive, also where that happens later, row by row."""
    try:
        yield
    except etree.XMLSyntaxError as error:
        raise Unreadable("too-heavy" if getattr(error, "code", None) == _NO_MEMORY else "damaged") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError) as error:
        raise Unreadable("damaged") from error


@contextmanager
def opened(path: Path) -> Iterator["Parts"]:
    with damage_refused(), zipfile.ZipFile(path) as archive:
        yield Parts(archive)


class Parts:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = frozenset(archive.namelist())

    def root(self, name: str) -> etree._Element | None:
        """A small part as a whole, or None where there is none."""
        if name not in self.names:
            return None
        parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
        with self.archive.open(name) as file:
            root = etree.parse(file, parser).getroot()
        _without_dtd(root)
        return root

    def events(self, file: IO[bytes], tags: Sequence[str]) -> Iterator[tuple[str, etree._Element]]:
        """("start" or "end", element) for the elements of these names; whoever reads them frees them."""
        events = etree.iterparse(
            file,
            events=("start", "end"),
            tag=[f"{{*}}{tag}" for tag in tags],
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
        )
        checked = False
        for event, element in events:
            if not checked:
                _without_dtd(element)
                checked = True
            yield event, element


def tag_of(element: etree._Element) -> str:
    """The name without its namespace; comments and the like have none."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value_of(element: etree._Element | None, name: str = "val") -> str | None:
    """The attribute of that name, in whichever namespace it stands."""
    if element is None:
        return None
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def child(element: etree._Element | None, *names: str) -> etree._Element | None:
    """The first child of the first child … by these names."""
    for name in names:
        if element is None:
            return None
        element = next((each for each in element if tag_of(each) == name), None)
    return element


def children(element: etree._Element | None, *names: str) -> list[etree._Element]:
    """What stands in the element that `child` finds; nothing where there is none."""
    found = child(element, *names)
    return [] if found is None else list(found)


def _without_dtd(element: etree._Element) -> None:
    if element.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("dtd")
