"""The kernel is tested without a framework: its sentences stay in English."""

from collections.abc import Iterator

import pytest

from phusa.kernel import refusals


@pytest.fixture(autouse=True)
def no_translator() -> Iterator[None]:
    translator = refusals._translate
    refusals.translate_with(lambda text: text)
    yield
    refusals.translate_with(translator)
