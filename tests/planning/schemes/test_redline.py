"""What changed between two versions."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phusa.planning.assignments import services as assignments
from phusa.planning.schemes import services
from phusa.planning.schemes.documents import document_of
from phusa.planning.schemes.redline import LEAST_ALIKE, MOST_WORDS, Mark, Span, compared, words_compared
from tests.builders import schemes as build
from tests.cast import Cast


def told(old: str, new: str) -> str:
    marks = {Mark.KEPT: "{}", Mark.INSERTED: "+{}+", Mark.DELETED: "-{}-"}
    return "".join(marks[span.mark].format(span.text) for span in words_compared(old, new))


def test_what_is_replaced_is_deleted_and_inserted_word_by_word() -> None:
    assert (
        told("Xây dựng sàn giao dịch công nghệ của tỉnh", "Hoàn thiện sàn giao dịch công nghệ của tỉnh")
        == "-Xây dựng-+Hoàn thiện+ sàn giao dịch công nghệ của tỉnh"
    )


def test_a_text_that_has_little_in_common_is_replaced_whole() -> None:
    assert told("12/2026", "30/6/2027") == "-12/2026-+30/6/2027+"


def test_a_word_that_was_added_stands_by_itself() -> None:
    assert told("Doanh nghiệp là trung tâm", "Doanh nghiệp luôn là trung tâm") == "Doanh nghiệp+ luôn+ là trung tâm"


@pytest.mark.parametrize(("old", "new", "expected"), [("", "", ""), ("", "mới", "+mới+"), ("cũ", "", "-cũ-")])
def test_empty_texts_are_told_as_they_are(old: str, new: str, expected: str) -> None:
    assert told(old, new) == expected


WORDS = ["khoa", "học", "công", "nghệ", "đổi", "mới", ",", ";", ".", "2025", "và"]
words = st.lists(st.sampled_from(WORDS), max_size=30)


@given(words, words)
def test_both_texts_can_be_read_back_from_the_redline(old: list[str], new: list[str]) -> None:
    before, after = " ".join(old), " ".join(new)
    spans = words_compared(before, after)
    assert "".join(span.text for span in spans if span.mark != Mark.INSERTED) == before
    assert "".join(span.text for span in spans if span.mark != Mark.DELETED) == after


def test_a_very_long_text_is_replaced_whole_rather_than_compared_for_minutes() -> None:
    old, new = "a " * MOST_WORDS, "a " * MOST_WORDS + "b"
    assert words_compared(old, new) == (Span(Mark.DELETED, old), Span(Mark.INSERTED, new))
    assert 0 < LEAST_ALIKE < 1


@pytest.mark.django_db
def test_rows_are_matched_by_their_lineage(cast: Cast) -> None:
    first = build.ready(cast)
    gone = build.task(first, build.lead(cast.department), code="2", content="Nhiệm vụ sẽ bỏ")
    build.approved(first)
    second = services.open_amendment(cast.specialist, first, at=build.AT)
    kept, removed = second.tasks.order_by("position")
    assert removed.lineage == gone.lineage
    terms = assignments.terms_of(kept.assignment)
    services.edit_task(
        cast.specialist, kept, revision=kept.revision, terms=_with(terms, content=f"{terms.content} của tỉnh"),
        focus=True, solutions=kept.solutions.all(), at=build.AT,
    )  # fmt: skip
    services.remove_task(cast.specialist, removed, revision=removed.revision, at=build.AT)
    new = build.task(second, build.lead(cast.finance), code="3", content="Nhiệm vụ mới")
    changes = [one for one in compared(document_of(first), document_of(second)) if one.mark != Mark.KEPT]
    assert [(one.what, one.mark, one.label) for one in changes] == [
        ("task", Mark.CHANGED, "1"),
        ("task", Mark.DELETED, "2"),
        ("task", Mark.INSERTED, "3"),
    ]
    [line] = [line for line in changes[0].lines if line.changed]
    assert [(span.mark, span.text) for span in line.spans] == [
        (Mark.KEPT, "Xây dựng sàn giao dịch công nghệ"),
        (Mark.INSERTED, " của tỉnh"),
    ]
    assert new.lineage


def _with(terms: Any, **changes: Any) -> Any:
    from dataclasses import replace

    return replace(terms, **changes)
