"""A record and its words as the index knows them: cut alike for records and questions, so that both databases agree."""

from dataclasses import dataclass
from uuid import UUID

from phusa.kernel.text import words

LONGEST_WORD = 64  # characters
MOST_TEXT = 200_000  # characters of different words a record; PostgreSQL takes a million bytes


def searchable(text: str) -> list[str]:
    """The folded words of the text in their order, letters and digits only, each cut to LONGEST_WORD."""
    return [word[:LONGEST_WORD] for word in words(text)]


@dataclass(frozen=True)
class Line:
    """A record for the index: `title` and `text` as people read them, `url` of its page."""

    kind: str
    uid: UUID
    title: str
    url: str
    text: str = ""
