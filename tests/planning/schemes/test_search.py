"""What the search box knows of schemes, and who finds it."""

import pytest

from phusa.foundation.search.queries import found
from phusa.planning.schemes import services
from phusa.planning.schemes.models import SchemeVersion
from phusa.planning.schemes.search import lines_of
from phusa.planning.schemes.vocabulary import Heading
from tests.builders import schemes as build
from tests.cast import Cast

pytestmark = pytest.mark.django_db
AT = build.AT


def titles(user: object, question: str) -> list[str]:
    return [hit.title for hit in found(user, question, "schemes.scheme")]


def started(cast: Cast, title: str) -> SchemeVersion:
    return services.create_scheme(
        cast.specialist,
        drafting=cast.department,
        authority=cast.authority,
        kind="scheme",
        heading=Heading(title),
        at=AT,
    )


def indexed(version: SchemeVersion) -> str:
    [line] = lines_of([version.scheme.uid])
    return f"{line.title}\n{line.text}"


def test_a_scheme_is_known_by_its_titles_objectives_and_solutions(cast: Cast) -> None:
    version = build.ready(cast, heading=Heading("Phát triển khoa học", general_objective="Nâng cao tiềm lực"))
    build.target(version, "Số doanh nghiệp khoa học")
    build.solution(version, text="Liên kết vùng")
    services.add_title(cast.specialist, version.scheme, text="Đề án định hướng 2030", source="Bản tin", at=AT)
    for words in ("Phát triển khoa học", "Nâng cao tiềm lực", "doanh nghiệp", "Liên kết vùng", "định hướng 2030"):
        assert words in indexed(version)


def test_what_an_amendment_says_is_not_in_the_index_until_it_is_approved(cast: Cast) -> None:
    version = build.in_force(cast)
    draft = services.open_amendment(cast.specialist, version, at=AT)
    services.add_objective(cast.specialist, draft, kind="target", text="Chỉ tiêu chưa công bố", at=AT)
    assert "chưa công bố" not in indexed(version)
    build.approved(draft)
    assert "chưa công bố" in indexed(version)


@pytest.mark.django_db(transaction=True)
class TestFinding:
    """With deeds that are committed, so that what follows them runs."""

    def test_a_draft_is_found_by_its_drafters_and_not_by_others(self, cast: Cast) -> None:
        started(cast, "Đề án tuyệt đối riêng")
        assert titles(cast.head, "tuyet doi rieng") == ["Đề án tuyệt đối riêng"]
        assert titles(cast.officer, "tuyet doi rieng") == []

    def test_an_approved_scheme_is_found_by_everybody_under_its_new_title_only(self, cast: Cast) -> None:
        version = started(cast, "Tên thứ nhất")
        services.edit_scheme(cast.specialist, version, revision=1, heading=Heading("Tên thứ hai"), at=AT)
        services.record_approval(cast.director, version, instrument=build.instrument(), at=AT)
        assert titles(cast.officer, "ten thu hai") == ["Tên thứ hai"]
        assert titles(cast.officer, "ten thu nhat") == []

    def test_a_discarded_draft_is_found_no_more(self, cast: Cast) -> None:
        version = started(cast, "Đề án bỏ đi")
        services.discard_draft(cast.specialist, version, at=AT)
        assert titles(cast.head, "bo di") == []
