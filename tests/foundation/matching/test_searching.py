"""What was repeated is found and called by its name, with the passages; what the asker may not see has no say."""

import math
import time
from dataclasses import replace

import pytest

from phusa.foundation.matching.records import Record
from phusa.foundation.matching.searching import Answer, search
from phusa.foundation.matching.verdicts import Verdict
from phusa.foundation.matching.view import View
from tests.foundation.matching.conftest import PLACES, study


@pytest.fixture
def past(open_store):
    store = open_store()
    store.load([study(number) for number in range(60)])
    return store


def first(answer: Answer):
    return answer.lines[0]


def changed(record: Record, **parts: str) -> Record:
    return replace(record, key="new", collection="", **parts)


def test_a_copy_is_a_duplicate_with_and_without_diacritics(past) -> None:
    copy = study(7)
    bare = changed(copy, **{part: "".join(_bare(getattr(copy, part))) for part in ("title", "objectives", "contents")})
    for proposal in (changed(copy), bare):
        line = first(search(View(past), proposal))
        assert (line.key, line.verdict) == ("p7", Verdict.DUPLICATE)
        assert line.reasons


def _bare(text: str) -> str:
    import unicodedata

    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def test_half_of_a_study_inside_another_is_a_part(past) -> None:
    one, other = study(3), study(1_000)
    proposal = changed(other, contents=one.contents.split(". ")[0] + ". " + one.objectives, products="")
    found = {line.key: line.verdict for line in search(View(past), proposal).lines}
    assert found["p3"] in {Verdict.PART, Verdict.DUPLICATE}


def test_the_same_study_in_another_province_is_no_duplicate(past) -> None:
    answer = search(View(past), changed(study(11, place="Bến Tre")))
    line = first(answer)
    assert (line.key, line.verdict) == ("p11", Verdict.ELSEWHERE)
    swaps = answer.swaps(line, past.records([line.document])[line.document])
    assert any(swap.ours == "Bến Tre" and swap.times >= 2 for swap in swaps)


def test_the_same_study_on_another_crop_is_no_duplicate(past) -> None:
    line = first(search(View(past), changed(study(12, crop="chanh leo tím"))))
    assert (line.key, line.verdict) == ("p12", Verdict.ELSEWHERE)


def test_something_new_repeats_nothing(past) -> None:
    proposal = Record("new", "Thiết kế cảm biến đo độ mặn", text="Chế tạo mạch điện tử đo dòng chảy bằng sóng siêu âm.")
    assert {line.verdict for line in search(View(past), proposal).lines} <= {Verdict.NONE}


def test_a_title_alone_is_found_by_its_title(past) -> None:
    line = first(search(View(past), Record("new", study(20).title.upper())))
    assert (line.key, line.verdict) == ("p20", Verdict.DUPLICATE)


def test_passages_stand_where_they_say_on_both_sides(past) -> None:
    proposal = changed(study(30), title="Một tên khác hẳn cho đề tài này")
    answer = search(View(past), proposal)
    line = first(answer)
    theirs = past.records([line.document])[line.document]
    passages = answer.passages(line, theirs)
    assert passages
    for passage in passages:
        ours = proposal.whole[passage.start : passage.end]
        assert ours in theirs.whole[passage.there_start : passage.there_end] or ours == ours.strip()
        for part, start, end in proposal.passages(passage.start, passage.end):
            assert getattr(proposal, part)[start:end] in ours
    assert study(30).contents.split(". ")[1] in " ".join(proposal.whole[p.start : p.end] for p in passages)


def test_a_title_is_found_among_hundreds_that_differ_in_a_name(open_store) -> None:
    store = open_store()
    crops = [f"{a} {b}" for a in ("lúa", "ngô", "khoai", "đậu", "chè", "mía") for b in "bcdghklmnpqrstvx"]
    titles = [f"Xây dựng mô hình thâm canh {crop} theo hướng hữu cơ tại {place}" for crop in crops for place in PLACES]
    store.load(Record(str(n), title, text=study(n).contents, collection="past") for n, title in enumerate(titles))
    for n in (5, 123, 444):
        found = search(View(store), Record("new", titles[n], text=study(5_000).contents)).lines
        assert {line.key: line.verdict for line in found}[str(n)] is Verdict.RELATED


def test_a_third_of_a_study_is_found_although_its_neighbours_in_subject_share_more(open_store) -> None:
    store = open_store()
    crop, place = "cây na dai", "Sơn La"
    store.load(study(number, crop=crop, place=place) for number in range(300))
    other, copied = study(1_000, crop=crop, place=place), study(77, crop="gà đồi", place="Trà Vinh")
    store.put(replace(copied, key="copied"))
    text = f"{other.objectives} {other.contents} {copied.contents.split('. ')[1]}. {other.products}"
    found = search(View(store), Record("new", other.title, text=text)).lines
    assert "copied" in {line.key for line in found}


def test_equal_titles_are_one_line(open_store) -> None:
    store = open_store()
    title = "Xây dựng mô hình trồng sen lấy hạt"
    same = [Record(f"s{n}", title, text=f"{study(n).contents}", collection="c") for n in range(30)]
    store.load([*same, *(study(n) for n in range(100, 130))])
    answer = search(View(store), Record("new", title))
    assert first(answer).alike == 30
    shown = store.records([line.document for line in answer.lines if line.verdict is Verdict.NONE])
    assert [record.title for record in shown.values()].count(title) <= 1


def test_a_record_that_the_asker_may_not_see_changes_nothing_in_the_answer(open_store, tmp_path) -> None:
    from phusa.foundation.matching.sqlite import SqliteStore

    seen = [study(number) for number in range(40)]
    hidden = [study(number, visibility="secret", collection="hidden") for number in range(20, 80)]
    store = open_store()
    for n, record in enumerate(hidden + seen):
        store.put(record) if n % 3 else store.load([record])
    alone = SqliteStore(tmp_path / "alone.sqlite3")
    alone.load(seen)
    for number in (5, 25, 45, 70):
        proposal = changed(study(number))
        told = [_said(line) for line in search(View(store, {"everyone"}), proposal).lines]
        assert told == [_said(line) for line in search(View(alone), proposal).lines]
        assert all(line.collection == "past" for line in search(View(store, {"everyone"}), proposal).lines)
    assert search(View(store, set()), changed(study(5))).lines == []
    alone.close()


def _said(line):
    return line.collection, line.key, line.verdict, line.points, line.alike, tuple(line.runs)


HOSTILE = {
    "nothing": "",
    "spaces": " \n\t ",
    "one word": "lúa",
    "other scripts": "漢字 кириллица العربية ไทย " * 200,
    "control characters": "\x00\x01\x02\x7f\ud800 lúa \u202e" * 500,
    "one long word": "a" * 1_000_000,
    "a megabyte": "nghiên cứu giống lúa chịu mặn " * 33_000,
    "the same word": "và " * 300_000,
    "marks": "a" + "\u0301" * 100_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_answered_and_soon(past, text) -> None:
    past.put(Record("hostile", text[:200], text=text, collection="hostile"))
    view = View(past)
    search(view, changed(study(1)))
    begun = time.process_time()
    answer = search(view, Record("new", "", text=text))
    assert time.process_time() - begun < 2
    assert answer.read_to <= len(text) + 1
    assert first(search(view, changed(study(1)))).key == "p1"


def test_ten_thousand_equal_records_hide_no_other_and_take_no_time(open_store) -> None:
    store = open_store()
    equal = replace(study(1), collection="equal")
    store.load([*(replace(equal, key=f"e{n}") for n in range(10_000)), *(study(n) for n in range(2, 40))])
    view = View(store)
    search(view, changed(study(2)))
    begun = time.process_time()
    answer = search(view, changed(study(1)))
    assert time.process_time() - begun < 1
    assert first(answer).verdict is Verdict.DUPLICATE
    assert first(answer).alike == 10_000
    assert first(search(view, changed(study(5)))).key == "p5"


def test_labelled_pairs_of_real_titles_are_told_apart(cases, open_store) -> None:
    import csv

    with (cases / "title_pairs.csv").open(encoding="utf-8") as opened:
        rows = list(csv.DictReader(opened))
    store = open_store()
    store.load(Record(str(n), row["ten_b"], collection="titles") for n, row in enumerate(rows))
    view = View(store)
    right = wrong = missed = 0
    for row in rows:
        answer = search(view, Record("new", row["ten_a"]), fold=False)
        theirs = store.records([line.document for line in answer.lines])
        told = {theirs[line.document].title: line.verdict for line in answer.lines}.get(row["ten_b"])
        right += told is Verdict.DUPLICATE and row["nhan"] == "trung"
        wrong += told is Verdict.DUPLICATE and row["nhan"] != "trung"
        missed += told is not Verdict.DUPLICATE and row["nhan"] == "trung"
        if row["kieu"] == "khac_dia_ban":
            assert told is Verdict.ELSEWHERE, row["ten_a"]
    assert 2 * right / (2 * right + wrong + missed) >= 0.93


def test_real_titles_in_other_provinces_are_the_same_study_elsewhere(open_store) -> None:
    store = open_store()
    titles = (
        "Sản xuất thử nghiệm một số dược liệu theo hướng dẫn GACP tại huyện Lạc Thủy, tỉnh Hòa Bình",
        "Nghiên cứu ứng dụng tiến bộ kỹ thuật sản xuất giống cua biển tại Quảng Bình",
    )
    store.load(Record(str(n), title, collection="titles") for n, title in enumerate(titles))
    for ours, theirs in (
        ("Sản xuất thử nghiệm một số dược liệu theo hướng dẫn GACP tại huyện Vũ Thư, tỉnh Thái Bình", "0"),
        ("Nghiên cứu ứng dụng tiến bộ kỹ thuật sản xuất giống cua biển tại Bạc Liêu", "1"),
    ):
        line = first(search(View(store), Record("new", ours)))
        assert (line.key, line.verdict) == (theirs, Verdict.ELSEWHERE)


def test_the_worked_example_of_the_reference_page_comes_out_as_written(open_store) -> None:
    store = open_store()
    others = ("ngô", "khoai", "đậu", "bông", "mía", "chè", "dâu", "vải", "cam")
    titles = ["Trồng sen lấy hạt tại Thái Bình", *(f"Cây {name} {name}" for name in others)]
    store.load(Record(str(n), title, collection="ten") for n, title in enumerate(titles))
    line = first(search(View(store), Record("new", "Trồng sen lấy hạt tại Sơn La")))
    assert (line.key, line.verdict) == ("0", Verdict.ELSEWHERE)
    given = {reason.feature: reason.points for reason in line.reasons}
    assert given["title_covered"] == pytest.approx(3.5 * 4 / 6, abs=0.01)
    assert given["own_wording"] == pytest.approx(2.3 * math.log(1 + 100 * 0.645), abs=0.01)
    assert line.points == pytest.approx(1.45, abs=0.05)
