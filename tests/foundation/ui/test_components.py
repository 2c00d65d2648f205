"""Components: words and colours of states, fields of forms, and what holds for every template and the style sheet."""

import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import RequestFactory
from django.utils import translation

import phusa
from phusa.foundation.ui.forms import DayField, DongField
from phusa.foundation.ui.templatetags import ui as tags
from phusa.foundation.ui.vocabulary import Deadline, Timeliness, Tone, progress_state
from phusa.kernel.dong import Dong

PROGRAM = Path(phusa.__file__).parent
UI = PROGRAM / "foundation" / "ui"
TEMPLATES = sorted(PROGRAM.rglob("templates/**/*.html"))


@pytest.mark.parametrize(
    ("status", "timeliness", "confirmed", "words", "tone"),
    [
        ("not_started", "none", True, "Chưa thực hiện", Tone.NEUTRAL),
        ("in_progress", "on_time", True, "Đang thực hiện · trong hạn", Tone.NEUTRAL),
        ("in_progress", "soon", True, "Đang thực hiện · sắp đến hạn", Tone.SOON),
        ("in_progress", "late", True, "Đang thực hiện · quá hạn", Tone.LATE),
        ("done", "on_time", True, "Hoàn thành · trong hạn", Tone.DONE),
        ("done", "late", True, "Hoàn thành · quá hạn", Tone.NEUTRAL),
        ("done", "soon", True, "Hoàn thành · trong hạn", Tone.DONE),
        ("done", "on_time", False, "Hoàn thành · trong hạn (chưa được cơ quan xác nhận)", Tone.NEUTRAL),
        ("paused", "late", True, "Tạm dừng", Tone.QUIET),
    ],
)
def test_progress_speaks_the_words_of_practice_and_green_means_done_in_time_and_confirmed(
    status: str, timeliness: str, confirmed: bool, words: str, tone: Tone
) -> None:
    state = progress_state(status, timeliness, confirmed=confirmed)
    with translation.override("vi"):
        assert (str(state), state.tone) == (words, tone)
        assert tags.badge(state).count("<svg") == 1 + (not confirmed)


@pytest.mark.parametrize(
    ("days", "words"), [(3, "còn 3 ngày làm việc"), (0, "đến hạn hôm nay"), (-2, "quá hạn 2 ngày làm việc"), (None, "")]
)
def test_the_distance_of_a_deadline_is_counted_in_working_days(days: int | None, words: str) -> None:
    with translation.override("vi"):
        assert Deadline("", date(2026, 11, 30), days).distance == words


def test_a_deadline_shows_the_words_of_the_document_beside_the_day_read_from_them() -> None:
    shown = tags.deadline(Deadline("Quý IV/2026", date(2026, 12, 31), 28, Timeliness.ON_TIME))
    assert "Quý IV/2026" in shown
    assert "31/12/2026" in shown
    assert shown.count("30/11/2026") == 0
    assert tags.deadline(Deadline("31/12/2026", date(2026, 12, 31))).count(">31/12/2026<") == 1


def test_a_deadline_that_could_not_be_read_keeps_its_words_and_says_so() -> None:
    with translation.override("vi"):
        shown = tags.deadline(Deadline("Theo <tiến độ>", unread=True))
    assert "Theo &lt;tiến độ&gt;" in shown
    assert "chưa đọc được thành ngày" in shown


def test_money_is_short_with_the_exact_dong_behind_it() -> None:
    with translation.override("vi"):
        assert tags.dong(Dong(1_250_000_000)) == (
            '<data class="money" value="1250000000" title="1.250.000.000 đồng">1,25 tỷ đồng</data>'
        )


def test_only_an_illustrative_record_carries_the_mark() -> None:
    assert tags.illustrative(SimpleNamespace(illustrative=False)) == ""
    assert "mark-illustrative" in tags.illustrative(SimpleNamespace(illustrative=True))


def test_an_address_with_other_parameters_keeps_the_rest() -> None:
    request = RequestFactory().get("/?q=đề+án&page=3&column=a&column=b")
    assert tags.url_with(request, page=None, sort="x") == "?q=%C4%91%E1%BB%81+%C3%A1n&column=a&column=b&sort=x"


@pytest.mark.parametrize(("typed", "day"), [("23/06/2021", date(2021, 6, 23)), ("2021-06-23", date(2021, 6, 23))])
def test_a_day_is_read_as_official_papers_write_it(typed: str, day: date) -> None:
    assert DayField().clean(typed) == day


def test_a_form_writes_money_in_groups_and_reads_it_back() -> None:
    field = DongField()
    assert field.widget.format_value(Dong(1_250_000_000)) == "1.250.000.000"
    assert field.clean("1.250.000.000") == field.clean("1,25 tỷ") == Dong(1_250_000_000)
    assert DongField(required=False).clean(" ") is None


def test_an_icon_that_is_not_in_the_sprite_is_a_mistake() -> None:
    with pytest.raises(ValueError, match=r"icons\.txt"):
        tags.icon("no-such-icon")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PROGRAM)))
def test_a_template_holds_no_inline_style_or_script_and_names_known_icons(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"""\sstyle=|<style|\son[a-z]+=["']|javascript:|<script(?![^>]*\ssrc=)|hx-on""", text)
    for name in re.findall(r'{% icon "([^"]+)" %}', text):
        assert name in tags.known_icons(), name


@pytest.mark.parametrize("template", sorted((UI / "templates").rglob("*.html")), ids=lambda path: path.name)
def test_a_component_begins_with_what_it_is_and_its_variables(template: Path) -> None:
    assert re.match(r"({% extends [^%]+%}\n)?({#|{% comment %})", template.read_text())


# Colours


def tokens(theme: str) -> dict[str, str]:
    sheet = (UI / "static" / "ui" / "phusa.css").read_text()
    (block,) = re.findall(rf'\n\[data-bs-theme="{theme}"\] {{(.*?)}}', sheet, re.DOTALL)
    return dict(re.findall(r"--([\w-]+): (#\w{6})", block))


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, success criterion 1.4.3."""

    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


PAPERS = ("ground", "ground-2", "surface")
ON = dict.fromkeys(("ink", "ink-2", "ink-3", "teal", "amber", "brick", "green"), PAPERS) | {
    "on-teal": ("teal", "teal-strong"),
    "on-brick": ("brick", "brick-strong"),
    "plum": ("plum-tint",),
}
TINTS = [(name, f"{name}-tint") for name in ("teal", "amber", "brick", "green")] + [("ink-3", "teal-tint")]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), [(ink, paper) for ink, papers in ON.items() for paper in papers] + TINTS)
def test_every_ink_is_readable_on_every_paper_it_stands_on(theme: str, ink: str, paper: str) -> None:
    colours = tokens(theme)
    assert contrast(colours[ink], colours[paper]) >= 4.5
