"""The workflow engine on an example: a scheme that is drafted, consulted on, submitted, approved or returned."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

import pytest

from phusa.kernel import workflow as engine
from phusa.kernel.refusals import Refusal, Refused
from phusa.kernel.workflow import Step, Workflow, WorkflowError


class State(StrEnum):
    DRAFT = "draft"
    CONSULTING = "consulting"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    SUPERSEDED = "superseded"

    @property
    def label(self) -> str:
        return {"draft": "Dự thảo", "consulting": "Đang lấy ý kiến"}.get(self.value, self.value)


@dataclass
class Scheme:
    state: str = "draft"
    orphans: list[str] = field(default_factory=list)
    accountable: bool = True


NOW = datetime(2025, 6, 23, 2, 0, tzinfo=UTC)


def every_focus_task_has_a_solution(scheme: Scheme, at: datetime) -> Iterator[Refusal]:
    """Source: Conclusion of 23 June 2021; item 6.

    A second paragraph that is not drawn.
    """
    for code in scheme.orphans:
        yield Refusal("task-without-solution", f"Task {code} has no solution.")


def every_task_has_an_accountable_lead(scheme: Scheme, at: datetime) -> Refusal | None:
    return None if scheme.accountable else Refusal("no-lead", "A task has no lead.")


def every_opinion_is_answered(scheme: Scheme, at: datetime) -> Refusal | None:
    """Attached from above."""
    return Refusal("open-opinion", "Two opinions are not answered.")


def example() -> Workflow[Scheme]:
    return Workflow[Scheme](
        "tests.scheme",
        states=State,
        initial=State.DRAFT,
        state_of=lambda scheme: scheme.state,
        register=False,
        steps=(
            Step("edit", from_={State.DRAFT, State.CONSULTING}, to=None, permission="schemes.edit_scheme"),
            Step(
                "send_for_consultation",
                from_={State.DRAFT},
                to=State.CONSULTING,
                permission="schemes.edit_scheme",
                label="Gửi lấy ý kiến",
            ),
            Step(
                "submit",
                from_={State.DRAFT, State.CONSULTING},
                to=State.SUBMITTED,
                permission="schemes.submit_scheme",
                guards=(every_focus_task_has_a_solution, every_task_has_an_accountable_lead),
                label="Trình",
            ),
            Step("return_to_drafter", from_={State.SUBMITTED}, to=State.DRAFT, permission="schemes.approve_scheme"),
            Step("approve", from_={State.SUBMITTED}, to=State.APPROVED, permission="schemes.approve_scheme"),
            Step("supersede", from_={State.APPROVED}, to=State.SUPERSEDED),
        ),
    )


# Every state × every step: where the step leads, "" where it is not open.
TABLE = {
    "draft": {"edit": "draft", "send_for_consultation": "consulting", "submit": "submitted"},
    "consulting": {"edit": "consulting", "submit": "submitted"},
    "submitted": {"return_to_drafter": "draft", "approve": "approved"},
    "approved": {"supersede": "superseded"},
    "superseded": {},
}
STEPS = ("edit", "send_for_consultation", "submit", "return_to_drafter", "approve", "supersede")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", TABLE)
def test_every_state_times_every_step(state: str, step: str) -> None:
    scheme = Scheme(state)
    target = TABLE[state].get(step)
    if target:
        assert example().check(step, scheme, NOW) == []
        assert example().require(step, scheme, NOW) == target
    else:
        assert [refusal.code for refusal in example().check(step, scheme, NOW)] == ["step-not-open"]
        with pytest.raises(Refused):
            example().require(step, scheme, NOW)


@pytest.mark.parametrize("state", TABLE)
def test_the_buttons_of_a_page_are_the_steps_open_in_the_state(state: str) -> None:
    buttons = [button.step.name for button in example().open_steps(Scheme(state), NOW, may=lambda permission: True)]
    assert buttons == [step for step in STEPS if step in TABLE[state] and step != "supersede"]


def test_a_person_without_the_permission_sees_no_button() -> None:
    asked: set[str] = set()

    def may(permission: str) -> bool:
        asked.add(permission)
        return False

    assert example().open_steps(Scheme(), NOW, may) == []
    assert asked == {"schemes.edit_scheme", "schemes.submit_scheme"}


def test_a_button_never_lies_it_carries_what_check_would_say() -> None:
    scheme = Scheme(orphans=["1.2"])
    (button,) = example().open_steps(scheme, NOW, may=lambda permission: permission == "schemes.submit_scheme")
    assert list(button.refusals) == example().check("submit", scheme, NOW)
    assert button.step.title == "Trình"


def test_all_refusals_are_told_at_once_in_the_order_of_the_guards() -> None:
    scheme = Scheme(orphans=["1.2", "1.3"], accountable=False)
    codes = [refusal.code for refusal in example().check("submit", scheme, NOW)]
    assert codes == ["task-without-solution", "task-without-solution", "no-lead"]
    with pytest.raises(Refused) as caught:
        example().require("submit", scheme, NOW)
    assert len(caught.value.refusals) == 3


def test_the_wrong_state_is_a_refusal_that_names_the_states_in_which_the_step_is_open() -> None:
    (refusal,) = example().check("submit", Scheme("approved", orphans=["1.2"]), NOW)
    assert str(refusal) == "«Trình» is open only in the state: Dự thảo, Đang lấy ý kiến. The state now is: approved."


def test_a_guard_attached_from_above_is_asked_after_the_steps_own() -> None:
    workflow = example()
    workflow.attach("submit", every_opinion_is_answered)
    codes = [refusal.code for refusal in workflow.check("submit", Scheme(accountable=False), NOW)]
    assert codes == ["no-lead", "open-opinion"]


def test_attaching_the_same_guard_twice_counts_once() -> None:
    workflow = example()
    workflow.attach("submit", every_opinion_is_answered)
    workflow.attach("submit", every_opinion_is_answered)
    workflow.attach("submit", every_task_has_an_accountable_lead)
    assert len(workflow.guards("submit")) == 3


def test_nothing_can_be_attached_after_start_up_except_what_is_there_already() -> None:
    workflow = example()
    workflow.attach("submit", every_opinion_is_answered)
    workflow.freeze()
    workflow.attach("submit", every_opinion_is_answered)
    with pytest.raises(WorkflowError, match="frozen: attach every_opinion_is_answered to approve"):
        workflow.attach("approve", every_opinion_is_answered)


def test_an_unknown_step_or_state_is_named_together_with_the_known_ones() -> None:
    with pytest.raises(WorkflowError, match="no step sign; it has edit, "):
        example().check("sign", Scheme(), NOW)
    with pytest.raises(WorkflowError, match="no step sign"):
        example().attach("sign", every_opinion_is_answered)
    with pytest.raises(WorkflowError, match="no state 'lost'; it has draft, "):
        example().open_steps(Scheme("lost"), NOW, may=lambda permission: True)


def broken(*steps: Step[Scheme], initial: str = "draft", states: tuple[str, ...] = ("draft", "done")) -> str:
    with pytest.raises(WorkflowError) as caught:
        Workflow[Scheme](
            "tests.broken", states=states, initial=initial, state_of=lambda s: s.state, steps=steps, register=False
        )
    return str(caught.value)


def test_a_table_with_mistakes_is_refused_and_every_mistake_is_listed() -> None:
    message = broken(
        Step("finish", from_={"draft"}, to="gone"),
        Step("finish", from_={"nowhere"}, to="done"),
        Step("wait", from_="draft", to="done"),
        Step("hang", from_=(), to="done"),
        initial="born",
        states=("draft", "done", "draft"),
    )
    assert message.splitlines() == [
        "tests.broken: a state is listed twice.",
        "tests.broken: the initial state 'born' is not among its states.",
        "tests.broken: there are two steps with the name finish.",
        "tests.broken: step finish names the unknown state 'gone'.",
        "tests.broken: step finish names the unknown state 'nowhere'.",
        "tests.broken: step wait: from_ is one string; write a set of states.",
        "tests.broken: step hang starts from no state.",
    ]


def test_a_state_that_no_step_reaches_is_a_mistake() -> None:
    message = broken(
        Step("turn", from_={"b"}, to="c"),
        Step("turn_back", from_={"c"}, to="b"),
        states=("draft", "b", "c"),
    )
    assert message == "tests.broken: no step leads from draft to b.\ntests.broken: no step leads from draft to c."


def test_the_drawing_shows_every_step_and_every_guard() -> None:
    workflow = example()
    workflow.attach("submit", every_opinion_is_answered)
    assert workflow.draw() == (
        "stateDiagram-v2\n"
        "    draft : Draft\n"
        "    consulting : Consulting\n"
        "    submitted : Submitted\n"
        "    approved : Approved\n"
        "    superseded : Superseded\n"
        "    [*] --> draft\n"
        "    draft --> draft : Edit\n"
        "    consulting --> consulting : Edit\n"
        "    draft --> consulting : Send for consultation\n"
        "    draft --> submitted : Submit\n"
        "    consulting --> submitted : Submit\n"
        "    submitted --> draft : Return to drafter\n"
        "    submitted --> approved : Approve\n"
        "    approved --> superseded : Supersede\n"
        "    superseded --> [*]\n"
        "    note right of draft\n"
        "        Edit (schemes.edit_scheme)\n"
        "        Send for consultation (schemes.edit_scheme)\n"
        "        Submit (schemes.submit_scheme)\n"
        "        - Every focus task has a solution – Source, Conclusion of 23 June 2021, item 6.\n"
        "        - Every task has an accountable lead\n"
        f"        - Every opinion is answered [{__name__}] – Attached from above.\n"
        "    end note\n"
        "    note right of submitted\n"
        "        Return to drafter (schemes.approve_scheme)\n"
        "        Approve (schemes.approve_scheme)\n"
        "    end note\n"
        "    note right of approved\n"
        "        Supersede (taken by another deed)\n"
        "    end note\n"
    )
    assert workflow.draw() == workflow.draw()


@pytest.fixture
def empty_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_registry", {})


@pytest.mark.usefixtures("empty_registry")
def test_workflows_are_known_by_name_and_a_name_is_taken_once() -> None:
    def make(name: str) -> Workflow[Scheme]:
        return Workflow[Scheme](name, states=("draft",), initial="draft", steps=(), state_of=lambda s: s.state)

    second, first = make("tests.b"), make("tests.a")
    assert engine.registered() == (first, second)
    with pytest.raises(WorkflowError, match="two workflows with the name"):
        make("tests.a")


@pytest.mark.usefixtures("empty_registry")
def test_freezing_closes_every_registered_workflow() -> None:
    workflow = Workflow[Scheme](
        "tests.frozen",
        states=("draft",),
        initial="draft",
        steps=(Step("edit", from_={"draft"}, to=None),),
        state_of=lambda scheme: scheme.state,
    )
    engine.freeze()
    with pytest.raises(WorkflowError, match="frozen"):
        workflow.attach("edit", every_opinion_is_answered)
