"""Levels of organisations, and what a new one is made of."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """Where an organisation stands; the district level ended on 1 July 2025 (Law 72/2025/QH15)."""

    CENTRAL = "central", _("Central authority")
    MINISTRY = "ministry", _("Ministry or equal")
    PROVINCE = "province", _("Provincial People's Committee")
    DEPARTMENT = "department", _("Provincial department")
    DISTRICT = "district", _("District authority")
    COMMUNE = "commune", _("Commune authority")
    PARTY = "party", _("Party body")
    COUNCIL = "council", _("People's Council")
    ENTERPRISE = "enterprise", _("Enterprise")
    ASSOCIATION = "association", _("Association or union")
    INSTITUTE = "institute", _("Institute, university or public service unit")
    OTHER = "other", _("Other organisation")


@dataclass(frozen=True, slots=True)
class NewOrganization:
    """What a new organisation is called from `valid_from` on (None: for as long as anybody asks)."""

    name: str
    short_name: str = ""
    level: str = Level.OTHER
    parent_id: int | None = None
    valid_from: date | None = None
    english_name: str = ""
    aliases: tuple[str, ...] = ()
    basis_id: int | None = None
    illustrative: bool = False
