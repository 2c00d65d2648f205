"""Every state against every step."""

from typing import Any

import pytest

from phusa.kernel.refusals import Refused
from phusa.planning.schemes.models import Scheme, SchemeVersion
from phusa.planning.schemes.vocabulary import CLOSED_STATES, VersionState
from phusa.planning.schemes.workflow import SCHEME
from tests.builders import schemes as build
from tests.cast import Cast

OPEN_IN = {
    #                   draft        submitted    returned     approved      superseded withdrawn
    "edit":            ("draft",     "",          "draft",     "",           "",        ""),
    "waive":           ("draft",     "submitted", "returned",  "",           "",        ""),
    "submit":          ("submitted", "",          "submitted", "",           "",        ""),
    "return":          ("",          "returned",  "",          "",           "",        ""),
    "approve":         ("",          "approved",  "",          "",           "",        ""),
    "record_approval": ("approved",  "approved",  "approved",  "",           "",        ""),
    "amend":           ("",          "",          "",          "approved",   "",        ""),
    "supersede":       ("",          "",          "",          "superseded", "",        ""),
    "withdraw":        ("",          "",          "",          "withdrawn",  "",        ""),
}  # fmt: skip


def test_the_table_of_expected_answers_names_every_step_and_every_state() -> None:
    assert set(OPEN_IN) == {step.name for step in SCHEME.steps}
    assert all(len(row) == len(VersionState) for row in OPEN_IN.values())


@pytest.mark.django_db
@pytest.mark.parametrize("state", VersionState)
@pytest.mark.parametrize("step", OPEN_IN)
def test_a_step_is_open_in_its_states_only(cast: Cast, step: str, state: VersionState) -> None:
    version = build.in_force(cast) if state in CLOSED_STATES else build.ready(cast)
    version.state = state
    leads_to = OPEN_IN[step][list(VersionState).index(state)]
    if leads_to:
        assert SCHEME.require(step, version, build.AT) == leads_to
    else:
        with pytest.raises(Refused) as refused:
            SCHEME.require(step, version, build.AT)
        assert [refusal.code for refusal in refused.value.refusals] == ["step-not-open"]


def test_a_higher_package_can_attach_a_guard_to_submitting() -> None:
    assert [guard.__name__ for guard in SCHEME.guards("submit")] == ["nothing_required_is_missing"]


def test_the_workflow_is_drawn() -> None:
    drawing = SCHEME.draw()
    assert "submitted --> approved : Approve" in drawing
    assert "nothing required is missing" in drawing.lower()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("states", [("approved", "approved"), ("draft", "submitted"), ("draft", "returned")])
def test_the_database_holds_one_version_in_force_and_one_draft(cast: Cast, states: tuple[str, str]) -> None:
    scheme = Scheme.objects.create(
        authority=cast.authority, drafting=cast.department, title="Đề án", title_folded="de an", sort_key="1"
    )
    frozen: dict[str, Any] = {"frozen": {}, "digest": "0" * 64}
    SchemeVersion.objects.create(scheme=scheme, number=1, title="Đề án", state=states[0], **frozen)
    with pytest.raises(Exception, match=r"UNIQUE|unique"):
        SchemeVersion.objects.create(scheme=scheme, number=2, title="Đề án", state=states[1], **frozen)
