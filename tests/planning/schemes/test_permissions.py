"""Who may do what with a scheme, and who sees which version: a hand-written table, and sets against single looks."""

from datetime import date

import pytest

from phusa.foundation import access
from phusa.foundation.access import Role
from phusa.foundation.access.models import User
from phusa.planning.schemes import services
from phusa.planning.schemes.models import Scheme, SchemeVersion
from phusa.planning.schemes.queries import versions_visible_to, visible_to
from phusa.planning.schemes.vocabulary import VersionState
from tests.builders import organizations
from tests.builders import schemes as build
from tests.cast import Cast

pytestmark = pytest.mark.django_db

MAY = {
    "create_scheme": {"specialist", "head", "director"},
    "edit_scheme": {"specialist", "head", "director"},
    "submit_scheme": {"head", "director"},
    "return_scheme": {"vice_chair", "chair"},
    "approve_scheme": {"vice_chair", "chair"},
    "record_approval": {"director", "office_specialist", "office_leader"},
    "waive_rule": {"director", "vice_chair", "chair"},
}
SEE_A_DRAFT = {
    "specialist", "head", "director", "clerk", "office_specialist", "office_leader", "vice_chair", "chair", "auditor",
}  # fmt: skip
NOBODY = {"outsider"}


def who_may(cast: Cast, deed: str, record: object) -> set[str]:
    return {part for part, user in cast.people().items() if access.may(fresh(user), f"schemes.{deed}", record)}


def fresh(user: User) -> User:
    """The person as at the next request."""
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("deed", [deed for deed in MAY if deed != "create_scheme"])
def test_a_deed_is_open_to_its_roles_in_their_organisations(cast: Cast, deed: str) -> None:
    assert who_may(cast, deed, build.ready(cast)) == MAY[deed]


def test_a_scheme_is_started_by_those_who_draft_in_their_own_organisation(cast: Cast) -> None:
    assert who_may(cast, "create_scheme", cast.department) == MAY["create_scheme"]
    assert who_may(cast, "create_scheme", cast.finance) == set()


def test_a_paper_already_issued_may_be_copied_by_whoever_may_draft(cast: Cast) -> None:
    assert who_may(cast, "record_approval", build.ready(cast, as_issued=True)) == {
        *MAY["record_approval"], "specialist", "head",
    }  # fmt: skip


def test_the_authoritys_clerk_records_an_approval_and_the_departments_clerk_does_not(cast: Cast) -> None:
    version = build.ready(cast)
    of_the_authority = organizations.user("authority_clerk", Role.CLERK, cast.authority)
    assert access.may(of_the_authority, "schemes.record_approval", version)
    assert not access.may(cast.clerk, "schemes.record_approval", version)


def test_an_auditor_and_an_administrator_hold_no_deed(cast: Cast) -> None:
    for deed in MAY:
        assert not access.may(cast.auditor, f"schemes.{deed}")
        assert not access.may(cast.administrator, f"schemes.{deed}")


def test_the_command_line_may_write_down_and_decides_nothing(cast: Cast) -> None:
    operator, version = organizations.user("operator", Role.OPERATOR, cast.ministry), build.ready(cast, as_issued=True)
    allowed = {deed for deed in MAY if access.may(operator, f"schemes.{deed}", _subject(cast, deed, version))}
    assert allowed == {"create_scheme", "edit_scheme", "record_approval"}


def _subject(cast: Cast, deed: str, version: SchemeVersion) -> object:
    return cast.department if deed == "create_scheme" else version


def test_a_draft_is_seen_by_its_drafters_the_authoritys_office_and_leaders_and_auditors(cast: Cast) -> None:
    version = build.ready(cast)
    assert who_may(cast, "view_scheme", version.scheme) == SEE_A_DRAFT
    assert who_may(cast, "view_version", version) == SEE_A_DRAFT


def test_what_is_approved_is_seen_by_everybody_who_holds_a_post(cast: Cast) -> None:
    version = build.in_force(cast)
    assert who_may(cast, "view_scheme", version.scheme) == set(cast.people()) - NOBODY
    assert who_may(cast, "view_version", version) == set(cast.people()) - NOBODY


def test_an_amendment_of_an_approved_scheme_is_seen_from_inside_only(cast: Cast) -> None:
    draft = services.open_amendment(cast.specialist, build.in_force(cast), at=build.AT)
    assert who_may(cast, "view_scheme", draft.scheme) == set(cast.people()) - NOBODY
    assert who_may(cast, "view_version", draft) == SEE_A_DRAFT


def test_a_successor_sees_and_goes_on_with_its_predecessors_drafts(cast: Cast) -> None:
    version = build.ready(cast)
    successor = organizations.organization("Sở Khoa học, Công nghệ và Đổi mới sáng tạo")
    heir = organizations.user("heir", Role.HEAD, successor)
    assert not access.may(fresh(heir), "schemes.edit_scheme", version)
    organizations.succession(cast.department, successor, date(2025, 3, 1))
    assert access.may(fresh(heir), "schemes.view_version", version)
    assert access.may(fresh(heir), "schemes.submit_scheme", version)


def test_lists_and_single_looks_agree_for_everybody_and_every_state(cast: Cast) -> None:
    """The oracle asks row by row, from the words of the README."""
    successor = organizations.organization("Cơ quan kế thừa")
    organizations.succession(cast.finance, successor, date(2025, 1, 1))
    heir = organizations.user("heir", Role.DIRECTOR, successor)
    two_posts = organizations.user("two_posts", Role.OFFICER, cast.commune)
    organizations.member(two_posts, Role.CHAIR, cast.authority)
    everywhere = [*cast.people().values(), heir, two_posts]
    for drafting in (cast.department, cast.finance, cast.commune):
        for authority in (cast.authority, cast.ministry):
            for amended in (None, False, True):
                scheme_of(cast, drafting.pk, authority.pk, amended)
    for user in everywhere:
        user = fresh(user)
        schemes, versions = set(visible_to(user)), set(versions_visible_to(user))
        assert schemes == {scheme for scheme in Scheme.objects.all() if oracle_of_schemes(user, scheme)}
        assert versions == {version for version in SchemeVersion.objects.all() if oracle(user, version)}
        assert schemes == {s for s in Scheme.objects.all() if access.may(user, "schemes.view_scheme", s)}
        assert versions == {v for v in SchemeVersion.objects.all() if access.may(user, "schemes.view_version", v)}


def scheme_of(cast: Cast, drafting: int, authority: int, amended: bool | None) -> None:
    """A draft; something in force; something in force that is being amended."""
    version = build.ready(cast)
    Scheme.objects.filter(pk=version.scheme_id).update(drafting=drafting, authority=authority)
    version.refresh_from_db()
    if amended is not None:
        build.approved(version)
    if amended:
        other = SchemeVersion.objects.create(scheme=version.scheme, number=2, title=version.title, based_on=version)
        assert other.is_open


def oracle(user: User, version: SchemeVersion) -> bool:
    capacities = access.standing(user).capacities
    if not capacities:
        return False
    if version.state in (VersionState.APPROVED, VersionState.SUPERSEDED, VersionState.WITHDRAWN):
        return True
    for capacity in capacities:
        if capacity.role == Role.AUDITOR:
            return True
        outside = (Role.ADMINISTRATOR, Role.MINISTRY_OFFICER, Role.OPERATOR)
        if version.scheme.drafting_id in capacity.reach and capacity.role not in outside:
            return True
        office = (Role.OFFICE_SPECIALIST, Role.OFFICE_LEADER, Role.VICE_CHAIR, Role.CHAIR, Role.MINISTRY_LEADER)
        if version.scheme.authority_id in capacity.reach and capacity.role in office:
            return True
    return False


def oracle_of_schemes(user: User, scheme: Scheme) -> bool:
    return any(oracle(user, version) for version in scheme.versions.all())
