"""How deeds read on a page: each package registers the sentence of its kinds and the names of its payload's values."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Choices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phusa.foundation.journal.models import REDACTED, Entry
from phusa.kernel.text import format_date

LONGEST = 200  # characters of a value in a sentence

Text = str | Promise
Show = Callable[[Any], str]


@dataclass(frozen=True)
class _Wording:
    sentence: Text
    details: Mapping[str, tuple[Text, Show]]


@dataclass(frozen=True)
class Happening:
    """An entry as people read it; the shape that `ui/history.html` shows."""

    at: datetime
    who: str
    capacity: str
    deed: str
    details: tuple[tuple[str, str], ...]
    url: str = ""
    sealed: bool = False


_wordings: dict[str, _Wording] = {}


def reads(kind: str, sentence: Text, /, **details: Text | tuple[Text, Show]) -> None:
    """Register how `kind` reads: «Submitted for approval»; for payload keys a label, or (label, function to text)."""
    _wordings[kind] = _Wording(
        sentence, {key: value if isinstance(value, tuple) else (value, _plain) for key, value in details.items()}
    )


def on_day(value: Any) -> str:
    """A day of a payload (ISO) as it is read: «22/11/2026»."""
    return format_date(date.fromisoformat(value))


def label_of(choices: type[Choices]) -> Show:
    """What a value of these choices is called."""
    return lambda value: str(choices(value).label)


def change(value: Any) -> str:
    """A list of two as «was → is», once where nothing changed; anything else by itself. Long texts are cut."""
    if not isinstance(value, list) or len(value) != 2:
        return short(value)
    was, now = map(short, value)
    return f"{was} → {now}" if value[0] != value[1] else now


def short(value: Any) -> str:
    """A value as text of at most `LONGEST` characters, lists with semicolons, «—» for nothing."""
    if isinstance(value, list):
        return "; ".join(short(each) for each in value) or "—"
    text = "—" if value in (None, "") else str(value)
    return f"{text[:LONGEST]}…" if len(text) > LONGEST else text


def happenings(entries: Iterable[Entry], *, subject_of_context: bool = True) -> list[Happening]:
    """Entries (with actor and seal selected) as people read them; a redacted one says so.

    With `subject_of_context` the name of the subject is added where it is not the record whose history is read.
    """
    return [_happening(entry, subject_of_context) for entry in entries]


def sentence_of(kind: str) -> str:
    """The registered sentence; the bare kind for one that nobody registered."""
    wording = _wordings.get(kind)
    return str(wording.sentence) if wording else kind


def _happening(entry: Entry, with_subject: bool) -> Happening:
    if entry.redacted:
        return Happening(entry.at, "", "", sentence_of(entry.kind), ((_("Redacted"), _("personal data taken out")),))
    wording = _wordings.get(entry.kind)
    details = []
    if with_subject and entry.context_uid and entry.wording.get("subject"):
        details.append((_("About"), str(entry.wording["subject"])))
    for key, (label, show) in wording.details.items() if wording else ():
        value = entry.payload.get(key)
        if value not in (None, "", [], {}):
            details.append((str(label), show(value)))
    return Happening(
        at=entry.at,
        who=str(entry.wording.get("actor", "")),
        capacity=str(entry.wording.get("acting", "")),
        deed=sentence_of(entry.kind),
        details=tuple(details),
        sealed=entry.seal_id is not None,
    )


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_plain(item) for item in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


reads(REDACTED, gettext_lazy("Took the wording of an entry out"), reason=gettext_lazy("Reason"))
