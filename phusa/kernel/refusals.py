"""Why a deed is not done: refusals as sentences that a policy officer can read.

Source: ``design/house.md``, "Rules as data, refusals as sentences".
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


def _unchanged(text: str) -> str:
    return text


_translate: Callable[[str], str] = _unchanged


def translate_with(function: Callable[[str], str]) -> None:
    """Give the kernel's sentences a translator, once at start-up: ``translate_with(gettext)``.

    ``function`` takes the English message and answers in the language of the reader of that moment.
    """
    global _translate
    _translate = function


class Sentence:
    """A sentence of the kernel that is translated each time it is shown, never before.

    ``values`` fill the ``%(name)s`` of the translated text; a tuple is shown as a list with commas. Two sentences
    are equal when message and values are.
    """

    __slots__ = ("message", "values")

    def __init__(self, message: str, **values: object) -> None:
        self.message = message
        self.values = values

    def __str__(self) -> str:
        text = _translate(self.message)
        if not self.values:
            return text
        return text % {
            name: ", ".join(str(part) for part in value) if isinstance(value, tuple) else str(value)
            for name, value in self.values.items()
        }

    def __repr__(self) -> str:
        return f"Sentence({self.message!r}, {self.values!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sentence) and (self.message, self.values) == (other.message, other.values)

    def __hash__(self) -> int:
        return hash(self.message)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why a deed cannot be done now, and where it can be put right.

    ``code`` is for programs and stays the same in every language («task-without-solution»). ``message`` is a string
    or anything lazy that becomes one: it is read only when shown, so that it speaks the reader's language.
    ``source`` names the text the rule comes from, ``link`` the page address where the reader can act.
    """

    code: str
    message: object
    source: str = ""
    link: str = ""

    def __str__(self) -> str:
        return str(self.message)


class Refused(Exception):
    """A rule forbids the deed; carries every refusal there is, not the first. Nothing was written."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        if not self.refusals:
            raise ValueError("Refused needs at least one refusal.")
        super().__init__(self.refusals)

    def __str__(self) -> str:
        return "\n".join(str(refusal) for refusal in self.refusals)


class NotAllowed(Exception):
    """The person may not do this: ``permission`` is missing. ``who_can`` names roles or people who may."""

    def __init__(self, permission: str, message: object = "", who_can: Iterable[object] = ()) -> None:
        self.permission = permission
        self.message = message
        self.who_can = tuple(who_can)
        super().__init__(permission, message, self.who_can)

    def __str__(self) -> str:
        text = str(self.message) or str(
            Sentence("This needs the permission %(permission)s.", permission=self.permission)
        )
        if self.who_can:
            who_can = Sentence("Who can: %(who)s.", who=self.who_can)
            text = f"{text} {who_can}"
        return text
