"""Events on their way from the child, and the sentences of notes and refusals."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phusa.foundation.imports import reading
from phusa.foundation.imports.reading.stream import (
    Began,
    Event,
    Finished,
    Noted,
    RowsRead,
    TableFound,
    collect,
    pack,
    pack_refusal,
    unpack,
)
from phusa.foundation.imports.reading.tables import NOTES, REFUSALS, Note, Row, Unreadable

texts = st.text(max_size=8)
rows = st.builds(
    Row,
    st.integers(1, 10**6),
    st.lists(texts, max_size=3).map(tuple),
    st.booleans(),
    st.lists(st.integers(0, 9), max_size=2).map(tuple),
    st.booleans(),
)
events = st.one_of(
    st.builds(Began, texts),
    st.builds(
        TableFound,
        st.integers(1, 9),
        texts,
        st.none() | st.integers(1, 9),
        st.lists(st.lists(texts).map(tuple), max_size=2).map(tuple),
        st.lists(texts).map(tuple),
    ),
    st.builds(RowsRead, st.lists(rows, max_size=3).map(tuple), st.floats(0, 1)),
    st.builds(Noted, st.builds(Note, texts, st.dictionaries(texts, st.integers() | texts)), st.booleans()),
    st.builds(Finished, st.lists(st.integers(1, 9)).map(tuple)),
)


@given(events)
def test_an_event_arrives_as_it_was_sent_on_one_line_of_ascii(event: Event) -> None:
    line = pack(event)
    assert line.isascii()
    assert "\n" not in line
    assert unpack(line) == event


def test_a_refusal_of_the_child_is_raised_by_the_parent() -> None:
    with pytest.raises(Unreadable) as refusal:
        unpack(pack_refusal(Unreadable("too-many-rows", {"limit": 5})))
    assert (refusal.value.code, refusal.value.params) == ("too-many-rows", {"limit": 5})


def test_a_line_that_is_no_event_is_an_error() -> None:
    with pytest.raises(ValueError, match="not an event"):
        unpack('["what"]')


def test_rows_and_notes_belong_to_the_table_before_them() -> None:
    row = Row(2, ("1",))
    found = collect(
        [
            Began("text/csv"),
            TableFound(1, "", None, (), ("TT",)),
            RowsRead((row,), 0.5),
            Noted(Note("no-header"), of_table=True),
            TableFound(2, "", None, (), ("TT",)),
            Noted(Note("scan")),
            Finished((3,)),
        ]
    )
    assert [table.rows for table in found.tables] == [(row,), ()]
    assert found.tables[0].notes == (Note("no-header"),)
    assert (found.notes, found.pages_without_text) == ((Note("scan"),), (3,))


def test_every_code_that_the_readers_use_has_a_sentence_and_every_sentence_is_used() -> None:
    sources = {path: path.read_text() for path in Path(reading.__path__[0]).glob("*.py") if path.name != "tables.py"}
    whole = "\n".join(sources.values())
    for call, sentences in (("Unreadable", REFUSALS), ("Note", NOTES)):
        used = set(re.findall(rf'\b{call}\((?:\n\s*)?"([a-z0-9-]+)"', whole))
        used |= set(re.findall(r'Unreadable\("([a-z-]+)" if \w+ else "', whole)) if call == "Unreadable" else set()
        assert used == set(sentences)


@pytest.mark.parametrize("sentences", [NOTES, REFUSALS])
def test_a_sentence_is_filled_with_its_parameters(sentences: Mapping[str, str]) -> None:
    for code, template in sentences.items():
        params: dict[str, str | int] = dict.fromkeys(re.findall(r"%\((\w+)\)s", template), "«x»")
        text = str(Note(code, params) if sentences is NOTES else Unreadable(code, params))
        assert "%" not in text
        assert all("«x»" in text for _ in params)
