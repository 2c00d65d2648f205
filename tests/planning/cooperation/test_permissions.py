"""Who sees and does what with a programme; drafts of one side are on no path of the other."""

import pytest

from phusa.foundation import access
from phusa.foundation.access import Role
from phusa.foundation.access.models import User
from phusa.foundation.journal.models import Entry
from phusa.foundation.search.models import Indexed
from phusa.planning.assignments.queries import visible_to as assignments_visible_to
from phusa.planning.cooperation import search, services
from phusa.planning.cooperation.models import LinkedProject, LinkedResult, Programme, Review
from phusa.planning.cooperation.queries import reviews_visible_to, visible_to
from tests.builders import cooperation as build
from tests.builders import organizations
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db

INSIDE = {
    "specialist", "head", "director", "clerk", "office_specialist", "office_leader", "vice_chair", "chair", "auditor",
}  # fmt: skip
MAY = {
    "edit_programme": {"specialist", "head", "director"},
    "sign_programme": {"director", "office_specialist", "office_leader"},
    "end_programme": {"head", "director"},
    "renew_programme": {"specialist", "head", "director"},
    "edit_review": {"specialist", "head", "director"},
    "adopt_review": {"director", "vice_chair", "chair"},
    "print_briefing": {
        *("specialist", "head", "director", "office_specialist", "office_leader"),
        *("vice_chair", "chair", "ministry_officer", "ministry_leader"),
    },
}  # fmt: skip
SECRET = "Đất khu công nghệ cao giao cho ai"


def fresh(user: User) -> User:
    """The person as at the next request."""
    return User.objects.get(pk=user.pk)


def who_may(cast: Cast, deed: str, record: object) -> set[str]:
    return {part for part, user in cast.people().items() if access.may(fresh(user), f"cooperation.{deed}", record)}


@pytest.mark.parametrize("deed", MAY)
def test_a_deed_is_open_to_its_roles_in_their_organisations(cast: Cast, deed: str) -> None:
    assert who_may(cast, deed, build.in_force(cast)) == MAY[deed]


def test_the_signing_of_what_was_signed_before_is_recorded_by_whoever_keeps_it(cast: Cast) -> None:
    programme = build.ready(cast, from_papers=True)
    assert who_may(cast, "sign_programme", programme) == MAY["sign_programme"] | {"specialist", "head"}


def test_a_draft_is_seen_on_its_own_side_only(cast: Cast) -> None:
    assert who_may(cast, "view_programme", build.ready(cast)) == INSIDE


def test_what_was_signed_is_seen_by_everybody_who_holds_a_post(cast: Cast) -> None:
    programme = build.in_force(cast)
    everybody = set(cast.people()) - {"outsider"}
    assert who_may(cast, "view_programme", programme) == everybody
    assert who_may(cast, "view_project", build.project(programme)) == everybody


def test_a_draft_review_is_seen_inside_and_an_adopted_one_by_all(cast: Cast) -> None:
    programme = build.in_force(cast)
    assert who_may(cast, "view_review", build.review(programme)) == INSIDE
    adopted = build.adopted(programme, year=2023)
    assert who_may(cast, "view_review", adopted) == set(cast.people()) - {"outsider"}


def test_the_other_side_finds_nothing_of_a_draft(cast: Cast) -> None:
    programme = build.ready(cast, title=SECRET)
    build.promise(programme, cast.ministry, content=SECRET)
    build.project(programme, name=SECRET)
    build.result(programme, name=SECRET)
    build.review(programme, results=SECRET)
    leader = organizations.user("minister", Role.MINISTRY_LEADER, cast.ministry)
    for stranger in (cast.ministry_officer, leader, cast.officer):
        assert not visible_to(stranger).exists()
        assert not reviews_visible_to(stranger).exists()
        assert not assignments_visible_to(stranger).exists()
        browser = signed_in(stranger)
        for address in ("/cooperation/", "/cooperation/?export=json", "/assignments/", "/search/?q=giao cho ai"):
            answer = browser.get(address)
            assert SECRET not in answer.getvalue().decode(errors="replace"), address
        assert browser.get(programme.get_absolute_url()).status_code == 404


def test_the_journal_of_a_draft_review_is_not_the_programmes(cast: Cast, django_capture_on_commit_callbacks) -> None:
    programme = build.in_force(cast)
    with django_capture_on_commit_callbacks(execute=True):
        review = services.start_review(
            cast.specialist,
            programme,
            kind="yearly",
            year=2024,
            cut_off=build.ON,
            parts={"shortcomings": SECRET},
            at=build.AT,
        )
        services.edit_review(
            cast.specialist, review, revision=1, cut_off=build.ON, parts={"causes": SECRET}, at=build.AT
        )
    assert not Entry.objects.filter(kind__startswith="programme.review", context_uid=programme.uid).exists()
    page = signed_in(cast.ministry_officer).get(f"{programme.get_absolute_url()}history/")
    assert SECRET not in page.content.decode()


def test_records_are_found_by_their_words_and_by_nobody_else_s_drafts(
    cast: Cast, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        programme = build.in_force(cast)
        project = services.add_project(
            cast.specialist,
            programme,
            build.ProjectTerms(name="Sản xuất ngao giống", source="Báo cáo"),
            at=build.AT,
        )
    assert Indexed.objects.filter(kind=search.PROJECT_KIND, object_uid=project.uid).exists()
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_project(cast.specialist, project, revision=project.revision, reason="Nhập nhầm", at=build.AT)
    assert not Indexed.objects.filter(object_uid=project.uid).exists()


@pytest.mark.parametrize("model", [Programme, Review, LinkedProject, LinkedResult])
def test_a_row_is_listed_exactly_when_a_single_look_is_allowed(cast: Cast, model: type) -> None:
    for programme in (build.ready(cast), build.in_force(cast)):
        build.project(programme)
        build.result(programme)
        build.review(programme)
        build.adopted(programme, year=2023)
    name = {"programme": "programme", "review": "review", "linkedproject": "project", "linkedresult": "result"}
    permission = f"cooperation.view_{name[model._meta.model_name or '']}"
    for user in cast.people().values():
        listed = set(access.visible(fresh(user), permission).values_list("pk", flat=True))
        assert listed == {row.pk for row in model.objects.all() if access.may(fresh(user), permission, row)}
