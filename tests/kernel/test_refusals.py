"""Refusals speak the reader's language at the moment they are shown."""

import pickle
from collections.abc import Iterator

import pytest

from phusa.kernel import refusals
from phusa.kernel.refusals import NotAllowed, Refusal, Refused, Sentence


class Spoken:
    """A lazy string: says how often it was read."""

    def __init__(self) -> None:
        self.times = 0

    def __str__(self) -> str:
        self.times += 1
        return "chưa có giải pháp"


@pytest.fixture
def in_vietnamese() -> Iterator[None]:
    words = {"Who can: %(who)s.": "Người có quyền: %(who)s.", "Nothing is 100%.": "Không có gì là 100%."}
    before = refusals._translate
    refusals.translate_with(lambda text: words.get(text, text))
    yield
    refusals.translate_with(before)


def test_a_lazy_message_is_read_only_when_it_is_shown() -> None:
    message = Spoken()
    refusal = Refusal("task-without-solution", message)
    assert message.times == 0
    assert str(refusal) == "chưa có giải pháp"
    assert message.times == 1


def test_refused_carries_every_refusal_and_reads_as_lines() -> None:
    first, second = Refusal("a", "One thing."), Refusal("b", "Another thing.")
    refused = Refused(refusal for refusal in (first, second))
    assert refused.refusals == (first, second)
    assert str(refused) == "One thing.\nAnother thing."


def test_refused_without_a_reason_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Refused([])


def test_not_allowed_names_the_permission_when_nothing_better_is_said() -> None:
    assert str(NotAllowed("schemes.submit_scheme")) == "This needs the permission schemes.submit_scheme."


def test_not_allowed_says_who_can() -> None:
    error = NotAllowed("schemes.submit_scheme", "You cannot submit this.", who_can=["Director", "Head"])
    assert error.who_can == ("Director", "Head")
    assert str(error) == "You cannot submit this. Who can: Director, Head."


@pytest.mark.usefixtures("in_vietnamese")
def test_the_kernels_own_sentences_are_translated_when_shown() -> None:
    assert str(NotAllowed("x", "Không được.", ("Giám đốc",))) == "Không được. Người có quyền: Giám đốc."


@pytest.mark.usefixtures("in_vietnamese")
def test_a_sentence_without_values_keeps_its_percent_signs() -> None:
    assert str(Sentence("Nothing is 100%.")) == "Không có gì là 100%."


def test_sentences_with_the_same_words_and_values_are_equal() -> None:
    assert Sentence("a %(x)s", x=1) == Sentence("a %(x)s", x=1)
    assert Sentence("a %(x)s", x=1) != Sentence("a %(x)s", x=2)
    assert len({Sentence("a"), Sentence("a")}) == 1


def test_a_refusal_travels_to_another_process() -> None:
    refused = Refused([Refusal("a", Sentence("Late by %(days)s.", days=3))])
    assert pickle.loads(pickle.dumps(refused)).refusals == refused.refusals
    assert pickle.loads(pickle.dumps(NotAllowed("p", "m", ("w",)))).who_can == ("w",)
