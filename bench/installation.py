"""An installation of its own for measuring: agencies, accounts, schemes, tasks; all invented, made by the deeds."""

import os
import random
import tempfile
from datetime import date
from typing import Any

SEED = 20260101
ROLES = ("officer", "vice chair", "auditor")
WORDS = (  # noqa: SIM905 - a list of eighty words is no easier to read
    "xây dựng triển khai hoàn thiện nâng cao năng lực hệ thống cơ sở dữ liệu khoa học công nghệ đổi mới sáng tạo "
    "chuyển đổi số doanh nghiệp nông nghiệp thủy sản giống lúa môi trường đào tạo nguồn nhân lực chính sách hỗ trợ "
    "sản phẩm chủ lực thị trường kết nối chuyển giao ứng dụng tiêu chuẩn đo lường chất lượng sở hữu trí tuệ "
    "khởi nghiệp vùng sản xuất tập trung"
).split()
DEADLINES = (
    "{y}",
    "12/{y}",
    "6/{y}",
    "Quý II/{y}",
    "Thường xuyên",
    "Hằng năm",
    "",
    "Tháng 10/{y}",
    "theo kế hoạch",
    "30/9/{y}",
)


def start() -> None:
    """A temporary home unless PHUSA_HOME is set; Django is loaded and migrated."""
    os.environ.setdefault("PHUSA_HOME", tempfile.mkdtemp(prefix="phusa-bench-"))
    os.environ["PHUSA_ENVIRONMENT"] = "development"
    from phusa.config.cli.installing import prepare

    prepare(name="bench", authority="UBND tỉnh Thử Nghiệm", demonstration=False)


def build(*, schemes: int, tasks: int, agencies: int) -> dict[str, Any]:
    """Fill the installation, unless it is filled already (PHUSA_HOME given, second run).

    Returns {"users": role → user, "scheme": a scheme of 500 tasks, "task": one of its tasks}.
    """
    from phusa.config.schedule import count_what_there_is
    from phusa.config.startup import settle
    from phusa.planning.schemes.models import Scheme

    if not Scheme.objects.exists():
        _fill(schemes, tasks, agencies)
    count_what_there_is()  # as the scheduler does
    settle()  # as the server does
    return _built()


def _built() -> dict[str, Any]:
    from django.db.models import Count

    from phusa.foundation.access.models import User
    from phusa.planning.assignments.models import Assignment
    from phusa.planning.schemes.models import Scheme

    scheme = Scheme.objects.annotate(n=Count("versions__tasks")).order_by("-n", "pk")[0]
    task = Assignment.objects.filter(origin_uid=scheme.uid).order_by("pk")[5]
    users = {name: User.objects.get(username=name.replace(" ", "")) for name in ROLES}
    return {"users": users, "scheme": scheme, "task": task}


def _fill(schemes: int, tasks: int, agencies: int) -> None:
    from django.utils import timezone

    from phusa.config.startup import operator
    from phusa.foundation.access import Role
    from phusa.foundation.access.models import User
    from phusa.foundation.journal.reactions import run_pending
    from phusa.foundation.organizations.models import Membership, Organization
    from phusa.foundation.organizations.services import create_organizations
    from phusa.foundation.organizations.vocabulary import Level, NewOrganization
    from phusa.planning.assignments.vocabulary import PartyRole, PartyTerms, Terms
    from phusa.planning.schemes.models import TaskGroup
    from phusa.planning.schemes.services import NewTask, add_task_rows, approve_rows, start_scheme
    from phusa.planning.schemes.services.drafting import Heading

    chance, now, today = random.Random(SEED), timezone.now(), date.today()
    actor = operator()
    authority = Organization.objects.get(memberships__user=actor)
    names = [
        NewOrganization(name=f"Cơ quan thử nghiệm số {n}", level=Level.DEPARTMENT, parent_id=authority.pk)
        for n in range(agencies)
    ]
    offices = create_organizations(actor, names, at=now)
    for name, role, organization in (
        ("officer", Role.OFFICER, offices[0]),
        ("specialist", Role.SPECIALIST, offices[1]),
        ("vice chair", Role.VICE_CHAIR, authority),
        ("auditor", Role.AUDITOR, authority),
    ):
        user = User.objects.create(username=name.replace(" ", ""), full_name=f"Người thử nghiệm {name}")
        Membership.objects.create(user=user, organization=organization, role=role)
    sizes = _sizes(schemes, tasks)
    for number, size in enumerate(sizes):
        version = start_scheme(
            drafting_id=chance.choice(offices[:20]).pk,
            authority_id=authority.pk,
            kind="plan",
            heading=Heading(title=f"Kế hoạch thử nghiệm số {number} " + _text(chance, 8)),
            at=now,
            as_issued=True,
        )
        groups = [
            TaskGroup.objects.create(version=version, code=str(g), title=_text(chance, 6), position=g) for g in range(5)
        ]
        rows = []
        for n in range(size):
            lead = chance.choice(offices)
            others = chance.sample(offices, chance.randrange(0, 4))
            parties = [PartyTerms(PartyRole.LEAD, lead.pk, None, lead.current_name)]
            parties += [
                PartyTerms(PartyRole.COORDINATING, o.pk, None, o.current_name, duty=_text(chance, 5))
                for o in others
                if o != lead
            ]
            deadline = chance.choice(DEADLINES).format(y=today.year + chance.randrange(-1, 3))
            terms = Terms(str(n + 1), _text(chance, 25).capitalize(), _text(chance, 4), deadline, tuple(parties))
            rows.append(NewTask(terms, group_id=groups[n * 5 // size].pk, paired_as_written=True))
        add_task_rows(version, rows, on=today, at=now)
        approve_rows(version, instrument=None, approved_on=today, at=now)
    _report(chance, now)
    run_pending()
    from phusa.config.searching import rebuild

    rebuild()


def _report(chance: random.Random, now: Any) -> None:
    """A third is under way, a fifth done, some of it unconfirmed."""
    from phusa.planning.assignments.models import Assignment

    rows = list(Assignment.objects.only("pk"))
    for assignment in rows:
        draw = chance.random()
        assignment.status = "done" if draw < 0.2 else "in_progress" if draw < 0.55 else "not_started"
        assignment.percent = {"done": 100, "in_progress": 40, "not_started": 0}[assignment.status]
        assignment.status_confirmed = chance.random() < 0.9
        assignment.completed_on = now.date() if assignment.status == "done" else None
    Assignment.objects.bulk_update(rows, ["status", "percent", "status_confirmed", "completed_on"], batch_size=300)


def _sizes(schemes: int, tasks: int) -> list[int]:
    """One scheme of 500 tasks, the rest shared out evenly."""
    big = min(500, tasks)
    rest, others = tasks - big, max(schemes - 1, 1)
    return [big, *(rest // others + (1 if n < rest % others else 0) for n in range(others))]


def _text(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, k=words))
