"""Message catalogues of every package, in Python alone: a bare machine has no gettext tools.

    python -m scripts.catalogues update PACKAGE_DIRECTORY…|all    bring the .po up to date with the code
    python -m scripts.catalogues check                            every message there, translated and used
    python -m scripts.catalogues compile [PACKAGE_DIRECTORY…]     .po to .mo

Every app has its own catalogue; phusa/locale holds the messages of what is no app (the kernel, the command line).
English stands in the source; Vietnamese is the translation.
"""

import ast
import io
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "phusa"
CATALOGUE = Path("locale") / "vi" / "LC_MESSAGES" / "django.po"
HEADER = """\
# Vietnamese messages of {package}. Update with: make catalogues
msgid ""
msgstr ""
"Language: vi\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"""
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "Sentence": None,  # the kernel's own, which knows no framework
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)|\{(\w+)[^}]*\}|(?<!%)%([sdrf])")

Key = tuple[str, str | None]  # the singular and the context


def packages() -> list[Path]:
    """Every directory that has a catalogue of its own, outermost first."""
    return [PROGRAM, *sorted(path.parent for path in PROGRAM.rglob("apps.py"))]


def extract_messages(package: Path) -> Catalog:
    """All messages of the package's Python files and templates, nested packages left out."""
    catalog = empty_catalog()
    for path in sources(package):
        code = with_calls_in_f_strings(path.read_bytes()) if path.suffix == ".py" else python_of_template(path)
        found = extract("python", io.BytesIO(code), KEYWORDS, ("Translators:",), {"encoding": "utf-8"})
        for _line, message, comments, context in found:
            reference = [(str(path.relative_to(package)), 1)]
            catalog.add(message, None, reference, auto_comments=comments, context=context)
    return catalog


def sources(package: Path) -> Iterator[Path]:
    nested = [other for other in packages() if package in other.parents]
    for path in sorted(package.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or "migrations" in path.parts or "static" in path.parts:
            continue
        if path.suffix != ".py" and "templates" not in path.parts:
            continue
        if not any(other in path.parents for other in nested):
            yield path


def with_calls_in_f_strings(code: bytes) -> bytes:
    """The code, and once more the calls inside its f-strings: before Python 3.12 these are text to Babel."""
    strings = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.JoinedStr)]
    calls = [ast.unparse(node) for string in strings for node in ast.walk(string) if isinstance(node, ast.Call)]
    return b"\n".join([code, *(call.encode() for call in calls)])


def python_of_template(path: Path) -> bytes:
    """The template as the calls of gettext that it stands for: Django writes them, everything else becomes X."""
    from django.utils.translation.template import templatize

    calls = templatize(path.read_text(), origin=str(path))
    return "\n".join(line.strip() for line in calls.splitlines()).encode()


def empty_catalog() -> Catalog:
    return Catalog(locale="vi", charset="utf-8", fuzzy=False)


def read(package: Path) -> Catalog:
    path = package / CATALOGUE
    if not path.exists():
        return empty_catalog()
    with path.open("rb") as file:
        return read_po(file, locale="vi", abort_invalid=True)


def messages_of(catalog: Catalog) -> dict[Key, Message]:
    return {(singular(message), message.context): message for message in catalog if message.id}


def update(package: Path) -> None:
    """Write the catalogue: translations kept, new messages empty, unused ones gone; the same source, the same bytes."""
    old, new = messages_of(read(package)), extract_messages(package)
    for key, message in messages_of(new).items():
        if kept := old.get(key):
            text = forms(kept.string)[0] if translated(kept) else ""
            message.string = (text,) if message.pluralizable else text
            message.user_comments = kept.user_comments
    path = package / CATALOGUE
    if not messages_of(new):
        path.unlink(missing_ok=True)
        return
    written = io.BytesIO()
    write_po(written, new, width=120, omit_header=True, sort_output=True, include_lineno=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    header = HEADER.format(package=".".join(package.relative_to(ROOT).parts))
    path.write_text(header + "\n" + written.getvalue().decode().strip() + "\n")
    missing = sum(1 for message in messages_of(new).values() if not translated(message))
    print(f"{path.relative_to(ROOT)}: {len(messages_of(new))} messages, {missing} to translate")


def forms(text: str | Sequence[str] | None) -> list[str]:
    """The singular and the plural, or the only form there is."""
    return [text] if isinstance(text, str) else list(text or ())


def singular(message: Message) -> str:
    return forms(message.id)[0]


def translated(message: Message) -> bool:
    return bool(forms(message.string)) and all(forms(message.string))


def check() -> list[str]:
    """What is wrong with the catalogues, each line naming a catalogue and a message."""
    complaints = []
    meanings: dict[Key, dict[str, str]] = defaultdict(dict)
    for package in packages():
        name = str(package.relative_to(ROOT))
        wanted, have = messages_of(extract_messages(package)), messages_of(read(package))
        complaints += [f"{name}: missing {show(key)}" for key in wanted.keys() - have.keys()]
        complaints += [f"{name}: no longer used {show(key)}" for key in have.keys() - wanted.keys()]
        for key, message in have.items():
            if not translated(message):
                complaints.append(f"{name}: not translated {show(key)}")
            elif message.fuzzy:
                complaints.append(f"{name}: fuzzy {show(key)}")
            elif differing := differing_placeholders(message):
                complaints.append(f"{name}: {differing} differs in the translation of {show(key)}")
            else:
                meanings[key][forms(message.string)[0]] = name
    for key, by_translation in meanings.items():
        if len(by_translation) > 1:
            places = "; ".join(f"{where}: «{text}»" for text, where in by_translation.items())
            complaints.append(f"one message, several translations (a context tells them apart): {show(key)}: {places}")
    return sorted(complaints)


def show(key: Key) -> str:
    text, context = key
    return f"«{text}»" + (f" [{context}]" if context else "")


def differing_placeholders(message: Message) -> str:
    """The placeholders that only one side has; a plural's own count may stay out of either form."""

    def names(text: str) -> set[str]:
        return {"".join(groups) for groups in PLACEHOLDER.findall(text)}

    in_every_source = set.intersection(*map(names, forms(message.id)))
    in_any_source = set.union(*map(names, forms(message.id)))
    wrong: set[str] = set()
    for text in forms(message.string):
        wrong |= (names(text) - in_any_source) | (in_every_source - names(text))
    return ", ".join(sorted(wrong))


def compile_catalogue(package: Path) -> None:
    """Write the .mo beside the .po, whole or not at all: a running program may be reading it."""
    catalog = read(package)
    target = (package / CATALOGUE).with_suffix(".mo")
    unfinished = target.with_suffix(f".{os.getpid()}")
    with unfinished.open("wb") as file:
        write_mo(file, catalog)
    unfinished.replace(target)


def main(arguments: list[str]) -> int:
    match arguments:
        case ["update", "all"]:
            for package in packages():
                update(package)
        case ["update", *directories] if directories:
            for directory in directories:
                update(Path(directory).resolve())
        case ["check"]:
            complaints = check()
            print("\n".join(complaints))
            return 1 if complaints else 0
        case ["compile", *directories]:
            chosen = [Path(directory).resolve() for directory in directories] or packages()
            for package in chosen:
                if (package / CATALOGUE).exists():
                    compile_catalogue(package)
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
