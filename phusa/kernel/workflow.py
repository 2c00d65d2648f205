"""The workflow engine: a process as a typed table of states and steps that can be checked, listed and drawn.

Source: ``design/house.md``, "Rules as data, refusals as sentences". The shape of a process is code; what ministries
change (clocks, quorums) is data that the guards read.
"""

import inspect
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Generic, TypeVar

from phusa.kernel.refusals import Refusal, Refused, Sentence

T = TypeVar("T")

Guard = Callable[[T, datetime], Refusal | Iterable[Refusal] | None]
"""What should hold before a step is taken, named as a sentence: ``every_focus_task_has_a_solution(record, at)``.

Answers ``None``, one refusal, or several. It writes nothing. It may rely on the record being in a state in which the
step is open.
"""


class WorkflowError(Exception):
    """The table itself is wrong, or is used wrongly: a mistake of the programmer, found at start-up."""


@dataclass(frozen=True)
class Step(Generic[T]):
    """One row of the table: ``Step("submit", from_={DRAFT}, to=SUBMITTED, permission="schemes.submit_scheme")``.

    ``to=None`` leaves the state as it is (an edit that is open in some states only). A step without ``permission``
    is never offered as a button: another deed takes it (a newer version supersedes the older one). ``label`` is what
    the button says, as a lazy string; without one, the name made readable.
    """

    name: str
    from_: Collection[str]
    to: str | None
    permission: str = ""
    guards: tuple[Guard[T], ...] = ()
    label: object = ""

    @property
    def title(self) -> object:
        return self.label or _readable(self.name)


@dataclass(frozen=True)
class OpenStep(Generic[T]):
    """A button of a page: the step, and everything that still stands in its way."""

    step: Step[T]
    refusals: tuple[Refusal, ...]


class Workflow(Generic[T]):
    """The states and steps of one kind of record.

    ``states`` is an enumeration of strings or any ordered collection of them; a state's ``label``, where it has one,
    is what people read. ``state_of(record)`` answers the state a record is in. The table is checked on construction:
    ``WorkflowError`` lists everything that is wrong with it. Unless ``register=False`` (examples in tests) the
    workflow is then known to :func:`registered` under its name, which must be unique.
    """

    def __init__(
        self,
        name: str,
        *,
        states: Iterable[str],
        initial: str,
        steps: Iterable[Step[T]],
        state_of: Callable[[T], str],
        register: bool = True,
    ) -> None:
        self.name = name
        self.initial = initial
        self.state_of = state_of
        self.states = tuple(states)
        self.steps = tuple(steps)
        self._attached: dict[str, list[Guard[T]]] = {step.name: [] for step in self.steps}
        self._frozen = False
        if mistakes := self._mistakes():
            raise WorkflowError("\n".join(f"{name}: {mistake}" for mistake in mistakes))
        if register:
            if name in _registry:
                raise WorkflowError(f"There are two workflows with the name {name}.")
            _registry[name] = self

    def __repr__(self) -> str:
        return f"<Workflow {self.name}>"

    def step(self, name: str) -> Step[T]:
        """The row with this name. Raises ``WorkflowError`` when there is none."""
        for step in self.steps:
            if step.name == name:
                return step
        raise WorkflowError(f"{self.name} has no step {name}; it has {', '.join(step.name for step in self.steps)}.")

    def guards(self, step_name: str) -> tuple[Guard[T], ...]:
        """The guards of a step in the order in which they are asked: its own, then those attached from above."""
        return (*self.step(step_name).guards, *self._attached[step_name])

    def check(self, step_name: str, record: T, at: datetime) -> list[Refusal]:
        """Everything that forbids the step now, in the order of the guards; empty when it may be taken.

        A state in which the step is not open is a refusal of its own, which names the states in which it is open.
        The guards are then not asked: what they would say could not be put right in that state.
        """
        step = self.step(step_name)
        state = self._state(record)
        if state not in step.from_:
            return [self._closed(step, state)]
        refusals: list[Refusal] = []
        for guard in self.guards(step_name):
            answer = guard(record, at)
            if isinstance(answer, Refusal):
                refusals.append(answer)
            elif answer is not None:
                refusals.extend(answer)
        return refusals

    def require(self, step_name: str, record: T, at: datetime) -> str:
        """The state that the step leads to; raises ``Refused`` with all refusals when it may not be taken."""
        if refusals := self.check(step_name, record, at):
            raise Refused(refusals)
        to = self.step(step_name).to
        return self._state(record) if to is None else to

    def open_steps(self, record: T, at: datetime, may: Callable[[str], bool]) -> list[OpenStep[T]]:
        """The buttons of a page, in the order of the table: steps open in this state for which ``may(permission)``.

        A step with refusals is listed too, so that the page can say what is still missing.
        """
        state = self._state(record)
        return [
            OpenStep(step, tuple(self.check(step.name, record, at)))
            for step in self.steps
            if step.permission and state in step.from_ and may(step.permission)
        ]

    def attach(self, step_name: str, guard: Guard[T]) -> None:
        """Add a guard from a higher package, at start-up. The same guard twice counts once.

        Raises ``WorkflowError`` when there is no such step, or after :func:`freeze`: a guard that came later would
        have been missing from deeds already done.
        """
        if guard in self.guards(step_name):
            return
        if self._frozen:
            raise WorkflowError(f"{self.name} is frozen: attach {_name(guard)} to {step_name} at start-up.")
        self._attached[step_name].append(guard)

    def freeze(self) -> None:
        """From now on nothing can be attached."""
        self._frozen = True

    def draw(self) -> str:
        """The table as a Mermaid ``stateDiagram-v2``, the same text every time and in every language.

        Drawn from identifiers and docstrings, in the order of the table; each guard is listed under its step, those
        attached from above with the module they come from.
        """
        lines = ["stateDiagram-v2"]
        lines += [f"    {_identifier(state)} : {_drawable(_readable(_plain(state)))}" for state in self.states]
        lines.append(f"    [*] --> {_identifier(self.initial)}")
        for step in self.steps:
            for state in self._ordered(step.from_):
                target = state if step.to is None else step.to
                lines.append(f"    {_identifier(state)} --> {_identifier(target)} : {_drawable(_readable(step.name))}")
        left = {state for step in self.steps for state in step.from_ if step.to not in (None, state)}
        lines += [f"    {_identifier(state)} --> [*]" for state in self.states if state not in left]
        for state in self.states:
            notes = [line for step in self.steps if self._ordered(step.from_)[0] == state for line in self._note(step)]
            if notes:
                lines.append(f"    note right of {_identifier(state)}")
                lines += [f"        {_drawable(line)}" for line in notes]
                lines.append("    end note")
        return "\n".join(lines) + "\n"

    def _note(self, step: Step[T]) -> list[str]:
        """What the drawing says about a step: who may take it and what must hold."""
        lines = [f"{_readable(step.name)} ({step.permission or 'taken by another deed'})"]
        for guard in self.guards(step.name):
            line = f"- {_readable(_name(guard))}"
            if guard not in step.guards:
                line += f" [{guard.__module__}]"
            if explanation := (inspect.getdoc(guard) or "").partition("\n")[0]:
                line += f" – {explanation}"
            lines.append(line)
        return lines

    def _state(self, record: T) -> str:
        state = self.state_of(record)
        for known in self.states:
            if known == state:
                return known
        raise WorkflowError(f"{self.name} has no state {state!r}; it has {', '.join(map(_plain, self.states))}.")

    def _ordered(self, states: Collection[str]) -> tuple[str, ...]:
        return tuple(state for state in self.states if state in states)

    def _closed(self, step: Step[T], state: str) -> Refusal:
        message = Sentence(
            "«%(step)s» is open only in the state: %(states)s. The state now is: %(state)s.",
            step=step.title,
            states=tuple(_label(open_in) for open_in in self._ordered(step.from_)),
            state=_label(state),
        )
        return Refusal("step-not-open", message)

    def _mistakes(self) -> list[str]:
        """Everything that is wrong with the table, as sentences for the programmer."""
        mistakes: list[str] = []
        known = set(self.states)
        if len(known) < len(self.states):
            mistakes.append("a state is listed twice.")
        if self.initial not in known:
            mistakes.append(f"the initial state {self.initial!r} is not among its states.")
        names = [step.name for step in self.steps]
        mistakes += [
            f"there are two steps with the name {name}." for name in sorted({n for n in names if names.count(n) > 1})
        ]
        for step in self.steps:
            if isinstance(step.from_, str):
                mistakes.append(f"step {step.name}: from_ is one string; write a set of states.")
                continue
            if not step.from_:
                mistakes.append(f"step {step.name} starts from no state.")
            mistakes += [
                f"step {step.name} names the unknown state {state!r}."
                for state in (*step.from_, *(() if step.to is None else (step.to,)))
                if state not in known
            ]
        if not mistakes:
            reached = self._reachable()
            mistakes += [
                f"no step leads from {_plain(self.initial)} to {_plain(state)}."
                for state in self.states
                if state not in reached
            ]
        return mistakes

    def _reachable(self) -> set[str]:
        reached = {self.initial}
        while True:
            further = {step.to for step in self.steps if step.to is not None and not reached.isdisjoint(step.from_)}
            if further <= reached:
                return reached
            reached |= further


_registry: dict[str, Workflow[Any]] = {}


def registered() -> tuple[Workflow[Any], ...]:
    """Every workflow of the program, by name: the generated diagrams are drawn and compared from here."""
    return tuple(_registry[name] for name in sorted(_registry))


def freeze() -> None:
    """Close every registered workflow to further guards, once all packages have started."""
    for workflow in registered():
        workflow.freeze()


def _plain(state: str) -> str:
    """The stored value of a state; ``str()`` of an enumeration's member may be its Python name."""
    return str(state.value) if isinstance(state, Enum) else str(state)


def _label(state: str) -> object:
    return getattr(state, "label", None) or _readable(_plain(state))


def _name(guard: Callable[..., object]) -> str:
    return getattr(guard, "__name__", type(guard).__name__)


def _readable(name: str) -> str:
    text = name.replace("_", " ").replace("-", " ").strip()
    return text[:1].upper() + text[1:]


def _identifier(state: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in _plain(state))


_DRAWABLE = str.maketrans(':;<>"', ",,()'", "#")


def _drawable(text: str) -> str:
    """Text without the characters that end or open something in Mermaid."""
    return " ".join(text.translate(_DRAWABLE).split())
