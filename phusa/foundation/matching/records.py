"""What is compared: a project or a proposal as the engine knows it, and the passages of its text."""

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from hashlib import blake2b
from typing import Any, NamedTuple

EVERYONE = "everyone"
PARTS = ("title", "objectives", "contents", "products", "text")
LONGEST = 60_000  # characters of one record that are compared (some twenty pages); what follows is only kept


class Passage(NamedTuple):
    """`record.<part>[start:end]`."""

    part: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Record:
    """A past project, a running one or a proposal. `visibility` names the set of records that it is shown with."""

    key: str
    title: str
    objectives: str = ""
    contents: str = ""
    products: str = ""
    text: str = ""
    place: str = ""
    period: str = ""
    field: str = ""
    collection: str = ""
    visibility: str = EVERYONE

    @classmethod
    def of(cls, given: Mapping[str, Any], *, collection: str = "") -> "Record":
        """From a line of JSON or CSV: `id` and `key` are one; a `year` is a period; what is unknown is left out."""
        named = {name: given[name] for name in _NAMES if given.get(name) is not None}
        named.setdefault("key", given.get("id", ""))
        named.setdefault("title", "")
        if "period" not in named and given.get("year"):
            named["period"] = given["year"]
        if collection:
            named["collection"] = collection
        return cls(**{name: str(value).replace("\0", "") for name, value in named.items()})

    @property
    def whole(self) -> str:
        """The parts that are compared, one to a line of its own, title first."""
        return "\n".join([self.title, *(part for part in self._body() if part)])[:LONGEST]

    def passages(self, start: int, end: int) -> Iterator[Passage]:
        """The passages of the parts that make up `whole[start:end]`."""
        begin = 0
        for name in PARTS:
            part = getattr(self, name)
            if not part and name != "title":
                continue
            first, last = max(start - begin, 0), min(end - begin, len(part))
            if first < last:
                yield Passage(name, first, last)
            begin += len(part) + 1

    def packed(self) -> bytes:
        """As the store keeps it."""
        filled = {name: value for name, value in asdict(self).items() if value}
        return zlib.compress(json.dumps(filled, ensure_ascii=False).encode("utf-8", "surrogatepass"), 1)

    @classmethod
    def unpacked(cls, kept: bytes) -> "Record":
        """What `packed` made of it."""
        return cls.of(json.loads(zlib.decompress(kept).decode("utf-8", "surrogatepass")))

    def digest(self) -> bytes:
        """The same for the same content, and for no other."""
        said = json.dumps([getattr(self, name) for name in _NAMES], ensure_ascii=False)
        return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=12).digest()

    def _body(self) -> tuple[str, ...]:
        return (self.objectives, self.contents, self.products, self.text)


_NAMES = tuple(field.name for field in fields(Record))
