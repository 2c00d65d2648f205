"""Schemes for tests, made by the row functions of the package: nothing is checked, nothing is recorded."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from phusa.foundation.instruments.models import Instrument
from phusa.foundation.organizations.models import Group, Organization
from phusa.kernel.text import fold, sort_key
from phusa.planning.assignments.vocabulary import PartyRole, PartyTerms, Terms
from phusa.planning.schemes import services
from phusa.planning.schemes.models import Objective, SchemeVersion, Solution, Task, TaskGroup
from phusa.planning.schemes.vocabulary import Heading, SchemeKind
from tests.cast import Cast

AT = datetime(2025, 3, 3, 8, tzinfo=UTC)
ON = date(2025, 3, 3)
_number = count(1)


def version(cast: Cast, title: str = "", *, kind: str = SchemeKind.SCHEME, **options: Any) -> SchemeVersion:
    """A first draft of the Department, to be approved by the People's Committee, with nothing in it."""
    heading = Heading(title or f"Đề án số {next(_number)}", 2021, 2025, general_objective="Nâng cao năng lực.")
    return services.start_scheme(
        drafting_id=cast.department.pk,
        authority_id=cast.authority.pk,
        kind=kind,
        heading=options.pop("heading", heading),
        at=AT,
        **options,
    )


def lead(organization: Organization, *, focal: bool = False) -> PartyTerms:
    return PartyTerms(PartyRole.LEAD, organization.pk, None, organization.current_name, focal=focal)


def group_lead(group: Group) -> PartyTerms:
    return PartyTerms(PartyRole.LEAD, None, group.pk, group.name)


def named_lead(name: str) -> PartyTerms:
    """A lead that nobody knows."""
    return PartyTerms(PartyRole.LEAD, None, None, name)


def coordinating(organization: Organization, duty: str = "Bố trí kinh phí") -> PartyTerms:
    return PartyTerms(PartyRole.COORDINATING, organization.pk, None, organization.current_name, duty)


def terms(*parties: PartyTerms, **texts: str) -> Terms:
    """Everything that a task needs, but for its parties."""
    usual = {
        "code": "1",
        "content": "Xây dựng sàn giao dịch công nghệ",
        "product": "Sàn giao dịch",
        "deadline_text": "12/2025",
    }
    return Terms(parties=parties, **{**usual, **texts})


def tasks(of: SchemeVersion, *given: Terms, group: TaskGroup | None = None, focus: bool = False) -> list[Task]:
    new = [services.NewTask(each, group_id=group.pk if group else None, focus=focus) for each in given]
    return services.add_task_rows(of, new, on=ON, at=AT)


def task(of: SchemeVersion, *parties: PartyTerms, focus: bool = False, **texts: str) -> Task:
    [made] = tasks(of, terms(*parties, **texts), focus=focus)
    return made


def group(of: SchemeVersion, title: str = "Nhóm nhiệm vụ", *, parent: TaskGroup | None = None) -> TaskGroup:
    return TaskGroup.objects.create(version=of, title=title, parent=parent, position=of.groups.count())


def solution(of: SchemeVersion, *serves: Task, text: str = "Giải pháp") -> Solution:
    made = Solution.objects.create(version=of, text=text, code=f"GP{next(_number)}", position=of.solutions.count())
    made.tasks.set(serves)
    return made


def target(of: SchemeVersion, text: str = "Số doanh nghiệp", value: str = "10") -> Objective:
    return Objective.objects.create(
        version=of, kind="target", text=text, value_text=value, position=of.objectives.count()
    )


def ready(cast: Cast, **options: Any) -> SchemeVersion:
    """A draft in which every rule holds."""
    made = version(cast, **options)
    focus = task(made, lead(cast.department), coordinating(cast.finance), focus=True, code="1")
    solution(made, focus)
    return made


def instrument(number: str = "", issued_on: date | None = date(2025, 3, 10), kind: str = "decision") -> Instrument:
    number = number or f"{next(_number)}/QĐ-UBND"
    return Instrument.objects.create(
        kind=kind,
        number=number,
        title="Về việc phê duyệt Đề án",
        issuer_name="UBND tỉnh",
        issued_on=issued_on,
        folded=fold(number),
        sort_key=sort_key(number)[:200],
    )


def approved(of: SchemeVersion, on: date = date(2025, 3, 10)) -> SchemeVersion:
    """The version, put in force."""
    services.approve_rows(of, instrument=instrument(issued_on=on), approved_on=on, at=AT)
    return of


def in_force(cast: Cast, **options: Any) -> SchemeVersion:
    return approved(ready(cast, **options))


def many_tasks(of: SchemeVersion, leads: Sequence[Organization], number: int) -> list[Task]:
    """Tasks that break several rules each."""
    given = [
        terms(
            lead(leads[n % len(leads)]),
            coordinating(leads[(n + 1) % len(leads)], duty=""),
            code=str(n + 1),
            content=f"Nhiệm vụ số {n + 1}",
            product="" if n % 3 else "Sản phẩm",
            deadline_text="Khi có điều kiện" if n % 2 else "Quý II/2025",
        )
        for n in range(number)
    ]
    return tasks(of, *given, focus=True)
