"""Roles, and what a person stands for when acting. Source: docs/reference/roles.md."""

from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody does in an organisation; one person may hold several, each with its period."""

    SPECIALIST = "specialist", _("Specialist")
    HEAD = "head", _("Head of division")
    DIRECTOR = "director", _("Director")
    CLERK = "clerk", _("Clerk")
    OFFICE_SPECIALIST = "office_specialist", _("Specialist of the People's Committee's Office")
    OFFICE_LEADER = "office_leader", _("Leader of the People's Committee's Office")
    VICE_CHAIR = "vice_chair", _("Vice chair of the People's Committee")
    CHAIR = "chair", _("Chair of the People's Committee")
    OFFICER = "officer", _("Officer of a department or commune")
    MINISTRY_OFFICER = "ministry_officer", _("Ministry officer")
    MINISTRY_LEADER = "ministry_leader", _("Leader of a ministry")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")
    OPERATOR = "operator", _("Command line of the installation")


DRAFTERS = frozenset({Role.SPECIALIST, Role.HEAD, Role.DIRECTOR})
OFFICE = frozenset({Role.OFFICE_SPECIALIST, Role.OFFICE_LEADER})
LEADERS = frozenset({Role.CHAIR, Role.VICE_CHAIR, Role.MINISTRY_LEADER})  # they decide for their authority


@dataclass(frozen=True)
class Capacity:
    """A role held in an organisation today; `reach`: the organisations whose files it covers, predecessors included."""

    role: Role
    organization_id: int
    organization_name: str
    reach: frozenset[int]
    membership_uid: str = ""

    @property
    def label(self) -> str:
        """«Specialist · Department of Science and Technology»."""
        return f"{self.role.label} · {self.organization_name}"


@dataclass(frozen=True)
class Standing:
    """Everything a user stands for today; `acting` is the capacity that deeds are recorded under."""

    capacities: tuple[Capacity, ...] = ()
    acting: Capacity | None = None
    roles: frozenset[Role] = field(default=frozenset())

    def reach(self, *roles: Role) -> frozenset[int]:
        """Organisations for which the user holds one of the roles (any role, when none is named)."""
        ids: set[int] = set()
        for capacity in self.capacities:
            if not roles or capacity.role in roles:
                ids |= capacity.reach
        return frozenset(ids)

    def own(self, *roles: Role) -> frozenset[int]:
        """Organisations in which the user holds one of the roles, predecessors left out."""
        return frozenset(c.organization_id for c in self.capacities if not roles or c.role in roles)

    def holds(self, *roles: Role) -> bool:
        """Whether the user holds one of the roles anywhere."""
        return not self.roles.isdisjoint(roles)
