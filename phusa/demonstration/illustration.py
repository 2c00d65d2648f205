"""Plays what is invented: accounts, a plan from draft to amendment, progress. Every row of it is marked illustrative.

The deeds are done by the invented people themselves, one after another in the order of their days, so that rules,
permissions and journal are those of real work. Days are counted back from the day of loading.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from phusa.demonstration import facts, material
from phusa.demonstration.facts import Known, party_terms
from phusa.demonstration.material import Row
from phusa.foundation.access.models import User
from phusa.foundation.organizations import services as organizations
from phusa.foundation.organizations.models import Person
from phusa.planning.assignments import services as assignments
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.services import PartyTerms, Terms
from phusa.planning.assignments.vocabulary import PartyRole
from phusa.planning.schemes import services as schemes
from phusa.planning.schemes.models import SchemeVersion, Task, TaskGroup
from phusa.planning.schemes.vocabulary import Heading

DRAFTER, DIRECTOR, CHAIR, VICE_CHAIR = "chuyenvien", "giamdoc", "chutich", "phochutich"
AGENCY_ROLES = ("specialist", "officer")
FIRST_DAY = 217  # facts are written down, and the day after, accounts made
QUARTERS = ("I", "II", "III", "IV")
BEGINS, PACE = time(8), timedelta(minutes=2)  # of the deeds of one day

Deed = Callable[[datetime], object]


@dataclass
class People:
    """The invented accounts by user name, who speaks for which organisation, and those who hold a post."""

    users: dict[str, User] = field(default_factory=dict)
    speakers: dict[str, User] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)


@dataclass
class Story:
    """Deeds by how many days ago they are done; played from the first day on."""

    today: date
    deeds: dict[int, list[Deed]] = field(default_factory=lambda: defaultdict(list))

    def on(self, ago: int, deed: Deed) -> None:
        """Have `deed(at)` done `ago` days ago, after those named before it for that day."""
        self.deeds[ago].append(deed)

    def play(self) -> None:
        """Do them all; a deed may name further ones for later days."""
        while self.deeds:
            ago = max(self.deeds)
            at = timezone.make_aware(datetime.combine(self.day(ago), BEGINS))
            for number, deed in enumerate(self.deeds.pop(ago)):
                deed(at + number * PACE)

    def day(self, ago: int) -> date:
        """The day that many days ago."""
        return self.today - timedelta(days=ago)

    def moment(self, ago: int) -> datetime:
        """The beginning of work on that day."""
        return timezone.make_aware(datetime.combine(self.day(ago), BEGINS))


def load_people(operator: User, known: Known, story: Story) -> People:
    """The invented accounts, and the invented agencies that some of them work in."""
    at = story.moment(FIRST_DAY - 1)
    facts.add_organizations(operator, known, material.invented_organizations(), at, illustrative=True)
    return _load_accounts(operator, known, at)


def load(known: Known, people: People, story: Story) -> None:
    """Put the deeds of the plan and of the proposal on their days; `story` plays them."""
    for name in ("plan", "proposal"):
        _Plan(material.read(name), known, people, story).begin()


def _load_accounts(operator: User, known: Known, at: datetime) -> People:
    people = People()
    stated = material.read("accounts")
    # One hash for all of them: the password is the same and public, and each hash of its own takes a fifth of a second.
    known_to_all = make_password(material.PASSWORD)
    for row in stated["account"]:
        user = organizations.create_user(operator, row["username"], row["name"], illustrative=True, at=at)
        if row.get("log_in"):
            user.password = known_to_all
            user.save(update_fields=["password"])
        people.users[row["username"]] = user
        for membership in row["memberships"]:
            organizations.grant_membership(
                operator,
                user,
                organization_id=known.organizations[membership["organization"]].pk,
                role=membership["role"],
                division=membership.get("division", ""),
                valid_from=stated["since"],
                at=at,
            )
            if membership["role"] in AGENCY_ROLES:
                people.speakers.setdefault(membership["organization"], user)
        if post := row.get("post"):
            person = organizations.create_person(operator, row["name"], user=user, illustrative=True, at=at)
            organizations.appoint(
                operator,
                person,
                known.organizations[post["organization"]],
                post["title"],
                valid_from=stated["since"],
                protocol_order=post["order"],
                source="minh họa",
                illustrative=True,
                at=at,
            )
            people.persons[row["username"]] = person
    return people


class _Plan:
    """One invented paper of the material, from its first draft to the progress of its tasks."""

    def __init__(self, stated: Row, known: Known, people: People, story: Story) -> None:
        self.stated, self.known, self.people, self.story = stated, known, people, story
        self.drafter, self.director = people.users[DRAFTER], people.users[DIRECTOR]
        self.groups: dict[str, TaskGroup] = {}
        self.tasks: dict[str, Task] = {}
        self.version: SchemeVersion

    def begin(self) -> None:
        """Put the deeds that lead to the approval on their days; those on tasks follow from it."""
        stated = self.stated
        self.story.on(stated["drafted_ago"], self.draft)
        self.story.on(stated["submitted_ago"], self.submit)
        if "approved_ago" in stated:
            self.story.on(stated["approved_ago"], self.approve)
        if "amendment" in stated:
            amendment = stated["amendment"]
            self.story.on(amendment["opened_ago"], self.amend)
            self.story.on(amendment["submitted_ago"], self.submit)
            self.story.on(amendment["approved_ago"], self.approve_amendment)

    def draft(self, at: datetime) -> None:
        stated, actor = self.stated, self.drafter
        first = self.story.day(stated["drafted_ago"]).year
        last = max(self.story.day(-task.get("due", 0)).year for task in self.stated_tasks())
        self.version = version = schemes.create_scheme(
            actor,
            drafting=self.known.organizations[stated["drafting"]],
            authority=self.known.organizations[stated["authority"]],
            kind=stated["kind"],
            heading=Heading(stated["title"], first, last, "", stated["general_objective"]),
            illustrative=True,
            at=at,
        )
        for number, row in enumerate(stated["objective"], start=1):
            schemes.add_objective(
                actor,
                version,
                kind=row["kind"],
                code=str(number),
                text=row["text"],
                value_text=row.get("value", ""),
                at=at,
            )
        for key in stated["grounds"]:
            schemes.add_ground(actor, version, self.known.instruments[key], at=at)
        for row in stated["group"]:
            group = schemes.add_group(actor, version, code=row["code"], title=row["title"], at=at)
            self.groups[row["code"]] = group
            for task in row["task"]:
                self.tasks[task["code"]] = schemes.add_task(actor, version, self.new_task(task, group), at=at)
        for row in stated["solution"]:
            served = [self.tasks[code] for code in row["serves"]]
            schemes.add_solution(actor, version, code=row["code"], text=row["text"], tasks=served, at=at)
        amounts = {(row["source"], first + row["year"]): row["amount"] for row in stated["budget"]}
        schemes.set_budget(actor, version, amounts, at=at)

    def submit(self, at: datetime) -> None:
        if waived := self.stated.get("waived"):
            schemes.waive(self.director, self.version, rule=waived["rule"], reason=waived["reason"], at=at)
        self.version = schemes.submit(self.director, self.version, at=at)

    def approve(self, at: datetime) -> None:
        self.approve_as(CHAIR, at)
        for task in self.stated_tasks():
            self.follow(task)

    def amend(self, at: datetime) -> None:
        actor, stated = self.drafter, self.stated["amendment"]
        self.version = draft = schemes.open_amendment(actor, self.version, at=at)
        for row in stated["edit"]:
            task = draft.tasks.get(code=row["code"])
            terms = replace(assignments.terms_of(task.assignment), product=row["product"])
            if "due" in row:
                terms = replace(terms, deadline_text=self.deadline(row))
            schemes.edit_task(
                actor,
                task,
                revision=task.revision,
                terms=terms,
                group=task.group,
                focus=task.focus,
                solutions=list(task.solutions.all()),
                at=at,
            )
        for row in stated["task"]:
            group = draft.groups.get(code=row["group"])
            schemes.add_task(actor, draft, self.new_task(row, group), at=at)

    def approve_amendment(self, at: datetime) -> None:
        self.approve_as(VICE_CHAIR, at)
        for task in self.stated["amendment"]["task"]:
            self.follow(task)

    def approve_as(self, username: str, at: datetime) -> None:
        self.version = schemes.approve(
            self.people.users[username],
            self.version,
            revision=self.version.revision,
            approved_on=timezone.localdate(at),
            at=at,
        )

    def follow(self, task: Row) -> None:
        """Put what is done about an issued task on its days."""
        if "opened_ago" in task:
            self.story.on(task["opened_ago"], partial(self.open, task))
        if "handling" in task:
            self.story.on(self.stated["approved_ago"] - 1, partial(self.hand_over, task))
        for report in task.get("reports", ()):
            self.story.on(report["ago"], partial(self.report, task, report))

    def open(self, task: Row, at: datetime) -> None:
        whole = self.assignment(task)
        opened = assignments.open_collective(self.drafter, whole, revision=whole.revision, at=at)
        parts = {part.accountable_id: part for part in opened}
        for report in task["parts"]:
            part = parts[self.known.organizations[report["organization"]].pk]
            self.story.on(report["ago"], partial(self.report_on, part, report, self.speaker(part)))

    def hand_over(self, task: Row, at: datetime) -> None:
        assignment, handling = self.assignment(task), task["handling"]
        assignments.set_handling(
            self.director,
            assignment,
            revision=assignment.revision,
            responsible_leader=self.people.persons[handling["leader"]] if "leader" in handling else None,
            handling_officer=self.people.users[handling["officer"]],
            follow_up=self.known.organizations[handling["follow_up"]],
            at=at,
        )

    def report(self, task: Row, report: Row, at: datetime) -> None:
        assignment = self.assignment(task)
        by = self.people.users[report["by"]] if "by" in report else self.speaker(assignment)
        self.report_on(assignment, report, by, at)

    def report_on(self, assignment: Assignment, report: Row, by: User, at: datetime) -> None:
        assignment.refresh_from_db()
        assignments.report_progress(
            by,
            assignment,
            revision=assignment.revision,
            status=report["status"],
            percent=report["percent"],
            narrative=report["text"],
            on=timezone.localdate(at),
            at=at,
        )

    # What the material says, as the deeds take it

    def stated_tasks(self) -> Iterator[Row]:
        for group in self.stated["group"]:
            yield from group["task"]

    def new_task(self, task: Row, group: TaskGroup) -> schemes.NewTask:
        terms = Terms(task["code"], task["content"], task["product"], self.deadline(task), tuple(self.parties(task)))
        return schemes.NewTask(terms, group_id=group.pk, focus=task.get("focus", False))

    def parties(self, task: Row) -> Iterator[PartyTerms]:
        leads = task.get("lead", ())
        for number, key in enumerate(leads):
            focal = len(leads) > 1 and number == 0
            yield party_terms({"organization": key, "focal": focal}, self.known, PartyRole.LEAD)
        if "lead_group" in task:
            yield party_terms(task["lead_group"], self.known, PartyRole.LEAD)
        for party in task.get("coordinating", ()):
            yield party_terms(party, self.known, PartyRole.COORDINATING)

    def deadline(self, task: Row) -> str:
        """The deadline as an official would write it: «Chậm nhất ngày 20/12/2026», «Tháng 1/2027», «Quý II/2027»."""
        if "due" not in task:
            return str(task["deadline"])
        day = self.story.day(-task["due"])
        if task.get("written") == "month":
            return f"Tháng {day.month}/{day.year}"
        if task.get("written") == "quarter":
            return f"Quý {QUARTERS[(day.month - 1) // 3]}/{day.year}"
        return f"Chậm nhất ngày {day:%d/%m/%Y}"

    def assignment(self, task: Row) -> Assignment:
        return Assignment.objects.get(scheme_tasks__version=self.version, code=task["code"])

    def speaker(self, assignment: Assignment) -> User:
        """Who reports for the agency that answers for it."""
        keys = {organization.pk: key for key, organization in self.known.organizations.items()}
        return self.people.speakers[keys[assignment.accountable_id or 0]]
