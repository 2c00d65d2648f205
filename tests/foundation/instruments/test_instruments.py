"""Instruments are entered once, nothing secret is, and their relations read both ways."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from phusa.foundation import access
from phusa.foundation.access import Role
from phusa.foundation.instruments import services
from phusa.foundation.instruments.models import Instrument
from phusa.foundation.instruments.queries import relations_of, relations_to
from phusa.foundation.instruments.vocabulary import InstrumentTerms, Kind, RelationKind, Secrecy
from phusa.foundation.journal.queries import history_of
from phusa.foundation.records.services import Conflict
from phusa.kernel.refusals import NotAllowed, Refused
from tests.builders.organizations import user

pytestmark = pytest.mark.django_db

AT = datetime(2025, 3, 3, 8, tzinfo=UTC)
DECISION = InstrumentTerms(
    Kind.DECISION, "Phê duyệt Đề án", "4172/QĐ-UBND", "UBND tỉnh Thái Bình", issued_on=date(2016, 12, 31)
)
ENTERS = {
    Role.SPECIALIST,
    Role.HEAD,
    Role.DIRECTOR,
    Role.CLERK,
    Role.OFFICE_SPECIALIST,
    Role.OFFICE_LEADER,
    Role.ADMINISTRATOR,
    Role.OPERATOR,
}


@pytest.fixture
def clerk():
    return user("clerk", Role.CLERK)


def codes(refused) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def with_changes(**changes) -> InstrumentTerms:
    return InstrumentTerms(**{**{name: getattr(DECISION, name) for name in DECISION.__slots__}, **changes})


def test_an_instrument_is_known_by_its_kind_and_number(clerk):
    made = services.add_instrument(clerk, with_changes(number=" 4172/QĐ-UBND ", title="Phê  duyệt Đề án"), at=AT)
    made.refresh_from_db()
    assert (made.number, made.title, made.folded) == (
        "4172/QĐ-UBND",
        "Phê duyệt Đề án",
        "4172/qd-ubnd phe duyet de an ubnd tinh thai binh",
    )
    assert made.citation.endswith("4172/QĐ-UBND")
    assert [entry.kind for entry in history_of(made)] == ["instrument.added"]


def test_a_press_item_has_no_number_and_is_known_by_its_title(clerk):
    made = services.add_instrument(clerk, InstrumentTerms(Kind.PRESS, "Bộ trưởng làm việc với tỉnh"), at=AT)
    assert str(made) == made.citation == "Bộ trưởng làm việc với tỉnh"
    services.add_instrument(clerk, InstrumentTerms(Kind.PRESS, "Bộ trưởng làm việc với tỉnh"), at=AT)


def test_one_number_of_one_issuer_and_day_is_one_instrument_and_the_refusal_leads_to_it(clerk):
    known = services.add_instrument(clerk, DECISION, at=AT)
    with pytest.raises(Refused) as refused:
        services.add_instrument(clerk, with_changes(title="Khác"), at=AT)
    assert codes(refused) == ["instrument-known"]
    assert refused.value.refusals[0].link == known.get_absolute_url()
    services.add_instrument(clerk, with_changes(issuer_name="UBND tỉnh khác"), at=AT)
    services.add_instrument(clerk, with_changes(issued_on=date(2017, 12, 31)), at=AT)


@pytest.mark.parametrize("degree", [Secrecy.CONFIDENTIAL, Secrecy.SECRET, Secrecy.TOP_SECRET])
def test_what_is_secret_is_refused_at_the_door_and_by_the_table(degree, clerk):
    with pytest.raises(Refused) as refused:
        services.add_instrument(clerk, with_changes(degree_of_secrecy=degree), at=AT)
    assert codes(refused) == ["secret"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Instrument.objects.create(kind=Kind.DECISION, title="Mật", degree_of_secrecy=degree)
    assert not Instrument.objects.exists()


def test_all_that_is_wrong_is_said_at_once(clerk):
    with pytest.raises(Refused) as refused:
        services.add_instrument(clerk, with_changes(title="", effective_on=date(2016, 1, 1)), at=AT)
    assert codes(refused) == ["title-missing", "effective-before-issued"]


def test_an_edit_checks_the_revision(clerk):
    made = services.add_instrument(clerk, DECISION, at=AT)
    services.edit_instrument(clerk, made, with_changes(title="Phê duyệt Đề án 2016-2020"), revision=1, at=AT)
    made.refresh_from_db()
    assert (made.title, made.revision) == ("Phê duyệt Đề án 2016-2020", 2)
    with pytest.raises(Conflict):
        services.edit_instrument(clerk, made, DECISION, revision=1, at=AT)


def test_an_instrument_that_an_import_names_is_found_or_added(clerk):
    given = {"kind": Kind.DECISION, "number": "4172/QĐ-UBND", "issued_on": date(2016, 12, 31)}
    first = services.find_or_add_instrument(clerk, title="Phê duyệt", issuer_name="UBND tỉnh", at=AT, **given)
    again = services.find_or_add_instrument(clerk, title="Khác", issuer_name="", at=AT, **given)
    assert first == again
    assert Instrument.objects.count() == 1


def test_relations_read_in_both_directions_and_stand_in_both_histories(clerk):
    resolution = services.add_instrument(
        clerk, InstrumentTerms(Kind.RESOLUTION, "Hội nghị Trung ương 6", "20-NQ/TW"), at=AT
    )
    conclusion = services.add_instrument(clerk, InstrumentTerms(Kind.CONCLUSION, "Tiếp tục", "50-KL/TW"), at=AT)
    relation = services.relate(clerk, conclusion, RelationKind.CONTINUES, resolution, at=AT)
    assert services.relate(clerk, conclusion, RelationKind.CONTINUES, resolution, at=AT) == relation
    assert [each.other for each in relations_of(conclusion)] == [resolution]
    assert [each.instrument for each in relations_to(resolution)] == [conclusion]
    assert history_of(resolution)[0] == history_of(conclusion)[0]
    services.unrelate(clerk, relation, at=AT)
    assert not relations_of(conclusion).exists()
    assert history_of(resolution)[0].kind == "instrument.unrelated"


def test_an_instrument_has_no_relation_to_itself(clerk):
    made = services.add_instrument(clerk, DECISION, at=AT)
    with pytest.raises(Refused) as refused:
        services.relate(clerk, made, RelationKind.AMENDS, made, at=AT)
    assert codes(refused) == ["relation-to-itself"]


@pytest.mark.parametrize("role", Role.values)
def test_who_enters_instruments_and_who_only_reads_them(role, clerk):
    made = services.add_instrument(clerk, DECISION, at=AT)
    who = user("somebody", role)
    assert access.may(who, "instruments.add_instrument") == (role in ENTERS)
    assert access.may(who, "instruments.edit_instrument", made) == (role in ENTERS)
    assert access.may(who, "instruments.view_instrument", made)
    if role not in ENTERS:
        with pytest.raises(NotAllowed):
            services.edit_instrument(who, made, with_changes(title="Khác"), at=AT)


def test_a_visitor_sees_no_instrument(clerk):
    services.add_instrument(clerk, DECISION, at=AT)
    assert not access.visible(AnonymousUser(), "instruments.view_instrument").exists()
