"""Signed packages between two installations: what comes in is whole, from whom it says, for this request, and new."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from phusa.foundation.files.queries import files_of
from phusa.foundation.journal.models import Entry
from phusa.foundation.records.models import new_uid
from phusa.kernel.refusals import Refused
from phusa.planning.requests import services
from phusa.planning.requests.exchange import reading, writing
from phusa.planning.requests.exchange.format import fingerprint
from phusa.planning.requests.models import Answer, Package, PartnerKey
from phusa.planning.requests.vocabulary import PackageState, RequestState
from tests.builders import requests as build
from tests.builders.packages import PDF, accepted, answered, forgotten, package_of, take_in
from tests.cast import Cast, signed_in


def told(refused: pytest.ExceptionInfo[Refused]) -> str:
    return str(refused.value)


@pytest.mark.django_db
def test_a_request_taken_in_elsewhere_is_the_same_request_and_its_answer_comes_back_to_its_items(
    cast: Cast, round_trip: dict[str, Any]
):
    request = round_trip["request"]
    package = take_in(cast, round_trip["answer"])
    assert package.state == PackageState.HELD
    assert not Answer.objects.exists()
    package = accepted(cast, package, by="specialist", whose=cast.ministry)
    assert package.state == PackageState.TAKEN_IN
    assert [item.outcome for item in request.items.all()] == ["granted", "granted"]
    assert build.fresh(request).state == RequestState.ANSWERED
    answer = Answer.objects.order_by("pk")[0]
    assert (answer.answered_by, answer.text, answer.package) == (cast.ministry, "Đồng ý hỗ trợ", package)
    assert [each.name for each in files_of(answer)] == ["Công văn trả lời.pdf"]


@pytest.mark.django_db
def test_an_unknown_key_is_held_with_its_fingerprint_until_somebody_says_how_it_was_checked(
    cast: Cast, round_trip: dict[str, Any]
):
    package = take_in(cast, round_trip["answer"])
    with pytest.raises(Refused, match="reason"):
        services.accept(cast.specialist, package, cast.ministry, checked=" ", revision=package.revision, at=build.AT)
    accepted(cast, package, by="specialist", whose=cast.ministry)
    key = PartnerKey.objects.get(authority=cast.ministry)
    assert key.fingerprint == fingerprint(round_trip["key"])
    assert (key.checked, key.recorded_by) == ("Gọi điện cho văn thư, đọc đủ 8 nhóm", cast.specialist)
    # how it was checked stands with the key, which the own side sees, and not in the journal, which every auditor reads
    assert key.checked not in str(list(Entry.objects.values_list("wording", flat=True)))


@pytest.mark.django_db
def test_a_package_is_recorded_once(cast: Cast, round_trip: dict[str, Any]):
    package = take_in(cast, round_trip["answer"])
    with pytest.raises(Refused, match="waits until its key") as refused:
        take_in(cast, round_trip["answer"])
    accepted(cast, package, by="specialist", whose=cast.ministry)
    with pytest.raises(Refused, match="already"):
        take_in(cast, round_trip["answer"])
    assert refused.value.refusals[0].code == "recorded-already"
    assert Answer.objects.count() == 2


@pytest.mark.django_db
def test_the_key_of_another_authority_does_not_speak_for_the_one_that_was_asked(cast: Cast, round_trip: dict[str, Any]):
    package = take_in(cast, round_trip["answer"])
    with pytest.raises(Refused, match="speaks for"):
        accepted(cast, package, by="specialist", whose=cast.finance)


def altered(package: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    change(contents)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return made.getvalue()


def replace_in(name: str, old: str, new: str) -> Callable[[dict[str, bytes]], None]:
    def change(contents: dict[str, bytes]) -> None:
        assert old.encode() in contents[name]
        contents[name] = contents[name].replace(old.encode(), new.encode())

    return change


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (replace_in("data.json", "granted", "explained"), "«data.json» was altered on the way"),
        (lambda contents: contents.update({"letter.docx": b"x"}), "«letter.docx» was altered on the way"),
        (lambda contents: contents.pop("letter.docx"), "«letter.docx» is missing"),
        (lambda contents: contents.update({"more.pdf": PDF}), "«more.pdf» was added on the way"),
        (lambda contents: contents.update({"../up.pdf": PDF}), "does not belong into it"),
        (replace_in("manifest.json", '"kind": "answer"', '"kind": "request"'), "manifest.json was altered"),
        (lambda contents: contents.pop("manifest.json"), "manifest.json or data.json is missing"),
    ],
    ids=["data", "letter", "missing", "added", "path", "manifest", "no manifest"],
)
def test_a_package_altered_on_the_way_is_refused_with_the_file_that_was_altered(
    cast: Cast, round_trip: dict[str, Any], change: Callable[[dict[str, bytes]], None], sentence: str
):
    with pytest.raises(Refused) as refused:
        take_in(cast, altered(round_trip["answer"], change))
    assert sentence in told(refused)
    assert not Answer.objects.exists()
    assert not Package.objects.filter(kind="answer").exists()


@pytest.mark.django_db
def test_who_alters_a_package_can_only_sign_it_with_a_key_that_nobody_has_checked(
    cast: Cast, round_trip: dict[str, Any], elsewhere: Callable[[str], None]
):
    PartnerKey.objects.create(
        side=cast.authority,
        authority=cast.ministry,
        public_key=round_trip["key"],
        fingerprint="",
        checked="",
        recorded_by=cast.specialist,
    )
    opened = reading.open_package(io.BytesIO(round_trip["answer"]), 0)
    elsewhere("stranger")
    data = json.loads(opened.data.replace("granted", "explained"))
    forged = writing.pack("answer", data, opened.files, installation={"uid": str(new_uid()), "name": ""}, at=build.AT)
    elsewhere("province")
    package = take_in(cast, writing.zipped(forged.manifest, forged.data, opened.files))
    assert package.state == PackageState.HELD
    assert not Answer.objects.exists()


@pytest.mark.django_db
def test_a_key_that_the_other_side_has_checked_is_not_trusted_by_ours(cast: Cast, round_trip: dict[str, Any]):
    PartnerKey.objects.create(
        side=cast.ministry,
        authority=cast.ministry,
        public_key=round_trip["key"],
        fingerprint="",
        checked="",
        recorded_by=cast.ministry_officer,
    )
    assert take_in(cast, round_trip["answer"]).state == PackageState.HELD


@pytest.mark.django_db
def test_an_answer_to_a_request_that_is_not_here_names_that_request(cast: Cast, round_trip: dict[str, Any]):
    title = round_trip["request"].title
    forgotten(round_trip["request"])
    with pytest.raises(Refused) as refused:
        take_in(cast, round_trip["answer"])
    assert title in told(refused)
    assert "not here" in told(refused)


@pytest.mark.django_db
def test_an_answer_to_another_wording_of_the_request_is_refused(cast: Cast, round_trip: dict[str, Any]):
    Package.objects.filter(kind="request").update(digest="0" * 64)
    with pytest.raises(Refused, match="another wording"):
        take_in(cast, round_trip["answer"])


@pytest.mark.django_db
def test_a_package_for_another_authority_is_refused(cast: Cast, round_trip: dict[str, Any]):
    forgotten(round_trip["request"])
    with pytest.raises(Refused, match="is addressed to"):
        take_in(cast, round_trip["sent"])


@pytest.mark.django_db
def test_a_package_that_was_made_here_is_not_taken_in_here(cast: Cast, elsewhere: Callable[[str], None]):
    content = package_of(cast, build.sent(cast))
    with pytest.raises(Refused, match="made by this installation"):
        take_in(cast, content)


@pytest.mark.django_db
def test_a_zip_that_unpacks_to_more_than_a_request_needs_is_refused(cast: Cast, settings: Any):
    settings.PHUSA_UPLOAD_LIMIT = 100_000
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("letter.docx", b"0" * 10_000_000)
    with pytest.raises(Refused, match="larger than allowed"):
        take_in(cast, made.getvalue())


@given(st.binary(max_size=400))
def test_whatever_is_given_is_refused_with_a_sentence_and_never_breaks(content: bytes):
    with pytest.raises(Refused):
        reading.open_package(io.BytesIO(content), len(content))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=8), inside, max_size=4),
        max_leaves=20,
    )
)
def test_a_manifest_of_any_shape_is_refused_with_a_sentence(value: Any):
    made = io.BytesIO()
    shaped = {"format": "phusa-package", "version": 1, "kind": "answer", "files": value, "public_key": value}
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("manifest.json", json.dumps(shaped))
        archive.writestr("data.json", "{}")
    with pytest.raises(Refused):
        reading.open_package(made, len(made.getvalue()))


@pytest.mark.django_db
def test_the_letter_of_a_package_says_what_is_asked_in_the_layout_of_official_papers(
    cast: Cast, elsewhere: Callable[[str], None]
):
    request = build.sent(cast, "Gắn sản phẩm thế mạnh với chương trình trọng điểm quốc gia", number="15/SKHCN-KH")
    package = services.make_request_package(cast.specialist, request, with_pdf=False, at=build.AT)
    [letter] = files_of(package)
    document = Document(io.BytesIO(letter.content.read()))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    words += "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    for expected in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        "Số: 15/SKHCN-KH",
        "Kính gửi: Bộ Khoa học và Công nghệ",
        "Gắn sản phẩm thế mạnh với chương trình trọng điểm quốc gia",
    ):
        assert expected in words


@pytest.mark.django_db
def test_a_second_package_of_the_same_request_is_the_first_one(cast: Cast, elsewhere: Callable[[str], None]):
    request = build.sent(cast)
    assert package_of(cast, request) == package_of(cast, request)


@pytest.mark.django_db
def test_a_draft_is_not_packed(cast: Cast, elsewhere: Callable[[str], None]):
    with pytest.raises(Refused, match="not been sent"):
        package_of(cast, build.draft(cast))


@pytest.mark.django_db
def test_an_answer_says_whether_it_was_packed_here_or_came_in_a_package(cast: Cast, round_trip: dict[str, Any]):
    request = round_trip["request"]
    accepted(cast, take_in(cast, round_trip["answer"]), by="specialist", whose=cast.ministry)
    page = signed_in(cast.specialist).get(request.get_absolute_url()).content.decode()
    assert "nhận qua gói dữ liệu có chữ ký" in page
    other = build.sent(cast, "Việc khác")
    answered(cast, other)
    page = signed_in(cast.ministry_officer).get(other.get_absolute_url()).content.decode()
    assert "đã đưa vào gói dữ liệu có chữ ký" in page
    assert "nhận qua gói dữ liệu có chữ ký" not in page


@pytest.mark.django_db
def test_an_answer_to_an_item_that_was_answered_on_paper_names_the_item(cast: Cast, round_trip: dict[str, Any]):
    request = round_trip["request"]
    build.answer(cast, build.item(request, 2))
    package = take_in(cast, round_trip["answer"])
    with pytest.raises(Refused) as refused:
        accepted(cast, package, by="specialist", whose=cast.ministry)
    [refusal] = refused.value.refusals
    assert f"Item 2 of «{request.title}» has been answered" in str(refusal)
    assert refusal.link == build.item(request, 2).get_absolute_url()
