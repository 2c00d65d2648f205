"""One search box: with or without diacritics, whole words or their beginnings, and never what one may not see."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phusa.config.searching import rebuild
from phusa.foundation.access.models import User
from phusa.foundation.instruments.services import add_instrument
from phusa.foundation.instruments.vocabulary import InstrumentTerms
from phusa.foundation.organizations import services
from phusa.foundation.organizations.services import NewOrganization
from phusa.foundation.search import registry
from phusa.foundation.search.models import Indexed
from phusa.foundation.search.queries import found, holding
from phusa.foundation.search.services import Line, forget, index
from phusa.foundation.search.vocabulary import searchable
from phusa.foundation.search.web.views import marked, snippet
from tests.builders import organizations as build
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db

KINDS = dict(registry.kinds())
AT = datetime(2025, 7, 1, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def accounts_are_found(monkeypatch):
    """Accounts stand for any kind of record: an administrator or auditor sees all of them, everybody else their own."""
    monkeypatch.setattr(registry, "_kinds", {})
    registry.register(
        "access.user",
        label="Tài khoản",
        icon="person-circle",
        view_permission="organizations.view_account",
        lines=lambda uids: [line(user) for user in User.objects.all()],
    )


def line(user: User, text: str = "") -> Line:
    return Line("access.user", user.uid, user.full_name, f"/people/{user.uid}/", text)


def put_in(title: str, text: str = "", *, at: datetime = AT) -> UUID:
    """A record of this title, which the auditor may see."""
    user = build.user()
    user.full_name = title
    user.save()
    index([line(user, text)], at=at)
    return user.uid


def uids(user: User, question: str, kind: str = "") -> list[UUID]:
    return list(found(user, question, kind).values_list("object_uid", flat=True))


SPELLINGS = [
    "Nghị quyết 03-NQ/CP",
    "nghi quyet",
    "NGHỊ QUYẾT",
    "nghị quyết",
    "nghi\u0323 quye\u0302\u0301t",
    "quyết nghị",
    "ngh quy",
    "03/NQ-CP",
    "03 nq",
    "đẩy mạnh",
    "day manh",
    "Ðẩy",  # typed with the Icelandic letter
    "  nghị  ,  (quyết) ",
    "n",
]


@pytest.mark.parametrize("question", SPELLINGS)
def test_a_record_is_found_however_it_is_typed(cast: Cast, question: str):
    uid = put_in("Nghị quyết số 03/NQ-CP", "đẩy mạnh phát triển khoa học")
    put_in("Kế hoạch số 15")
    assert uids(cast.auditor, question) == [uid]


@pytest.mark.parametrize(
    "question", ["nghị quyết số 04", "uyết", "nghiquyet", "quyếtt", "", "  ", "-/-", "kế hoạch quyết"]
)
def test_a_record_that_lacks_a_word_of_the_question_is_not_found(cast: Cast, question: str):
    put_in("Nghị quyết số 03/NQ-CP")
    put_in("Kế hoạch số 15")
    assert uids(cast.auditor, question) == []


HOSTILE = [
    "'",
    '"',
    '""',
    "' OR 1=1 --",
    '" OR rowid > 0 --',
    "nghị* AND (quyết OR NOT x) NEAR/2 y",
    "folded:nghị",
    "title_folded : ^x + y",
    "a & b | !c <-> d:*",
    "'x':* | 'nghi':*",
    "\\",
    "%",
    "_",
    "%s %(name)s {0}",
    "nghị\x00quyết thôi",
    "\x00",
    "x" * 10_000,
    "nghị " * 2_500 + "vắng",
    "ệ" * 10_000,
    "e" + "\u0323\u0302" * 5_000,
    "𝕟𝕘𝕙𝕚 không",
    "漢字",
    "🙂",
    "\u202enghị",
    "½",
]


@pytest.mark.parametrize("question", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_question_finds_nothing_more_than_its_words(cast: Cast, question: str):
    titles = ["Nghị quyết số 03/NQ-CP", "Kế hoạch"]
    for title in titles:
        put_in(title)
    expected = [title for title in titles if is_in(question, title)]
    assert sorted(found(cast.auditor, question).values_list("title", flat=True)) == sorted(expected)
    assert signed_in(cast.auditor).get("/search/", {"q": question}).status_code == 200


def is_in(question: str, text: str) -> bool:
    """What the index is to answer: every word of the question, up to twelve, begins a word of the text."""
    asked = searchable(question)[:12]
    return bool(asked) and all(any(word.startswith(part) for word in searchable(text)) for part in asked)


TEXTS = st.text(st.sampled_from("aáđĐe ệ 0125.,-/'\"ßİſ½②٣漢щ\u0300\u0323:&|!*()"), max_size=24)


@given(TEXTS, st.lists(TEXTS, max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_both_databases_answer_as_the_rule_says(cast: Cast, question: str, texts: list[str]):
    Indexed.objects.all().delete()
    expected = set()
    for text, user in zip(texts, cast.people().values(), strict=False):
        index([Line("access.user", user.uid, "", "/", text)], at=AT)
        if is_in(question, text):
            expected.add(user.uid)
    assert set(uids(cast.auditor, question)) == expected
    assert set(holding(question, "access.user").values_list("object_uid", flat=True)) == expected


def test_a_hit_in_the_title_comes_first_and_then_the_newest(cast: Cast):
    older = put_in("Kế hoạch", "khoa học", at=AT)
    newer = put_in("Chương trình", "khoa học", at=AT + timedelta(days=1))
    title = put_in("Khoa học và công nghệ", at=AT - timedelta(days=9))
    assert uids(cast.auditor, "khoa học") == [title, newer, older]


def test_what_one_may_not_see_is_found_neither_by_text_nor_by_count(cast: Cast):
    put_in("Bí mật của người khác", "kế hoạch nhân sự")
    index([line(cast.officer, "kế hoạch của chính mình")], at=AT)
    page = signed_in(cast.officer).get("/search/", {"q": "kế hoạch"}).content.decode()
    assert "Bí mật" not in page
    assert "nhân sự" not in page
    assert "1 hồ sơ" in page
    assert uids(cast.officer, "kế hoạch") == [cast.officer.uid]
    assert len(uids(cast.auditor, "kế hoạch")) == 2


def test_a_record_that_was_deleted_is_not_found_though_the_index_still_knows_it(cast: Cast):
    put_in("Kế hoạch")
    User.objects.filter(full_name="Kế hoạch").delete()
    assert uids(cast.auditor, "kế hoạch") == []


def test_one_kind_can_be_asked_for_and_an_unknown_one_holds_nothing(cast: Cast):
    uid = put_in("Kế hoạch")
    assert uids(cast.auditor, "kế hoạch", "access.user") == [uid]
    assert uids(cast.auditor, "kế hoạch", "schemes.secret") == []


def test_to_index_a_record_again_replaces_what_was_known_of_it(cast: Cast):
    user = cast.officer
    index([Line("access.user", user.uid, "Kế hoạch", "/a/"), Line("access.user", user.uid, "Đề án", "/b/")], at=AT)
    assert uids(cast.auditor, "đề án") == [user.uid]
    assert uids(cast.auditor, "kế hoạch") == []
    index([Line("access.user", user.uid, "Chương trình", "/c/")], at=AT)
    assert uids(cast.auditor, "đề án") == []
    assert Indexed.objects.get().url == "/c/"


def test_a_record_can_be_taken_out(cast: Cast):
    uid = put_in("Kế hoạch")
    forget([uid])
    assert uids(cast.auditor, "kế hoạch") == []


def test_a_very_long_text_is_found_by_its_beginning_and_does_no_harm(cast: Cast):
    text = " ".join(f"từ{number}" for number in range(300_000))
    uid = put_in("Kế hoạch", f"{'dài' * 50_000} {text}")
    assert uids(cast.auditor, "từ17") == [uid]
    assert uids(cast.auditor, "dài" * 100) == [uid]


def test_the_index_is_rebuilt_from_the_records_themselves(cast: Cast):
    put_in("Kế hoạch")
    Indexed.objects.update(title="khác", folded="khac")
    assert rebuild() == User.objects.count()
    assert len(uids(cast.auditor, "kế hoạch")) == 1
    assert uids(cast.auditor, "khác") == []


def test_searching_takes_as_many_queries_for_many_hits_as_for_few(cast: Cast, django_assert_max_num_queries):
    for number in range(30):
        put_in(f"Kế hoạch {number}")
    client = signed_in(cast.auditor)
    with django_assert_max_num_queries(12):
        response = client.get("/search/", {"q": "kế hoạch"})
    assert response.content.decode().count('class="hit-title"') == 25
    assert client.get("/search/", {"q": "kế hoạch", "page": 2}).content.decode().count('class="hit-title"') == 5


def test_the_words_asked_for_are_marked_with_their_diacritics_and_the_rest_is_escaped():
    assert marked("Kế hoạch <b>số</b> 15", ["ke", "ho"]) == (
        "<mark>Kế</mark> <mark>hoạch</mark> &lt;b&gt;số&lt;/b&gt; 15"
    )


def test_the_part_of_a_text_around_the_first_hit_is_shown():
    text = "mở đầu " * 60 + "chuyển giao công nghệ " + "phần cuối " * 60
    shown = snippet(Indexed(text=text), ["cong", "nghe"])
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "công nghệ" in shown
    assert len(shown) < 190
    assert snippet(Indexed(text="ngắn"), ["vang"]) == "ngắn"


def test_the_search_page_asks_for_words_when_there_are_none(cast: Cast):
    page = signed_in(cast.officer).get("/search/").content.decode()
    assert "Hãy gõ một hoặc nhiều từ." in page


# What stands below


@pytest.fixture
def keeper(cast: Cast) -> User:
    return cast.administrator


@pytest.mark.django_db(transaction=True)
def test_organisations_people_and_instruments_are_found_as_they_read_now(cast: Cast, keeper: User, monkeypatch):
    monkeypatch.setattr(registry, "_kinds", KINDS)
    agency = services.create_organization(keeper, NewOrganization("Sở Đo lường", short_name="SĐL"), at=AT)
    services.add_alias(keeper, agency, "Chi cục Tiêu chuẩn", at=AT)
    services.rename_organization(keeper, agency, on=date(2025, 3, 1), name="Sở Đo lường và Chất lượng", at=AT)
    for question in ("so do luong", "sđl", "tieu chuan", "chất lượng"):
        assert uids(cast.commune_officer, question) == [agency.uid], question
    person = services.create_person(keeper, "Đỗ Thị Minh Họa", at=AT)
    services.appoint(keeper, person, agency, "Giám đốc", valid_from=date(2025, 1, 1), at=AT)
    assert uids(cast.commune_officer, "minh hoa") == [person.uid]
    assert uids(cast.commune_officer, "giám đốc", "organizations.person") == [person.uid]
    assert uids(cast.outsider, "minh hoa") == [person.uid]  # posts are public to whoever is signed in
    instrument = add_instrument(cast.clerk, InstrumentTerms("decision", "Về việc phê duyệt", "86/QĐ-UBND"), at=AT)
    assert uids(cast.commune_officer, "86 qd ubnd") == [instrument.uid]
    assert rebuild() >= 3
    assert uids(cast.commune_officer, "chất lượng", "organizations.organization") == [agency.uid]
