"""The life of a programme: drafted, signed, ended, renewed; its commitments bind when it is signed."""

from datetime import UTC, date, datetime

import pytest

from phusa.foundation.records.services import Conflict
from phusa.kernel.refusals import NotAllowed, Refused
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.vocabulary import Standing, Status
from phusa.planning.cooperation import services
from phusa.planning.cooperation.models import Programme
from phusa.planning.cooperation.queries import items_about
from phusa.planning.cooperation.rules import next_period, years_of
from phusa.planning.cooperation.vocabulary import Heading, ProgrammeState, SignatoryTerms
from phusa.planning.requests.models import Request
from phusa.planning.requests.vocabulary import Link, RequestState
from tests.builders import cooperation as build
from tests.builders import requests
from tests.cast import Cast

pytestmark = pytest.mark.django_db

AT = datetime(2025, 7, 1, 8, tzinfo=UTC)
TODAY = date(2025, 7, 1)


def sign(cast: Cast, programme: Programme) -> Programme:
    return services.sign_programme(cast.director, programme, revision=programme.revision, signed_on=TODAY, at=AT)


def refusals(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {refusal.code for refusal in refused.value.refusals}


def done(commitment) -> None:
    Assignment.objects.filter(pk=commitment.assignment_id).update(
        status=Status.DONE, percent=100, completed_on=TODAY, status_at=AT
    )


def test_a_programme_is_agreed_by_two_different_authorities(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        services.create_programme(
            cast.specialist,
            drafting=cast.department,
            authority=cast.authority,
            partner=cast.authority,
            heading=Heading("Chương trình"),
            at=AT,
        )
    assert refusals(refused) == {"one-side-twice"}


def test_it_is_started_only_by_those_who_work_where_it_is_kept(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        services.create_programme(
            cast.specialist,
            drafting=cast.finance,
            authority=cast.authority,
            partner=cast.ministry,
            heading=Heading("Chương trình"),
            at=AT,
        )


def test_signing_names_everything_that_is_missing_at_once(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        sign(cast, build.draft(cast, heading=Heading("Chương trình")))
    assert refusals(refused) == {"programme-without-period", "programme-says-nothing", "side-without-signatory"}


def test_a_promise_on_which_nobody_leads_is_not_signed(cast: Cast) -> None:
    programme = build.ready(cast)
    build.promises(programme, cast.authority, build.terms(None))
    with pytest.raises(Refused) as refused:
        sign(cast, programme)
    assert refusals(refused) == {"commitment-without-lead"}


def test_commitments_bind_from_the_signing_on_each_for_the_side_that_promised(cast: Cast) -> None:
    programme = build.ready(cast)
    assert {row.assignment.authority for row in programme.commitments.all()} == {cast.authority}
    sign(cast, programme)
    rows = programme.commitments.select_related("assignment")
    assert {row.assignment.standing for row in rows} == {Standing.ISSUED}
    assert {row.assignment.authority for row in rows} == {cast.authority, cast.ministry}
    assert all(row.assignment.authority_id == row.side_id for row in rows)


def test_what_was_signed_before_may_lack_signatories_and_day_but_not_its_source(cast: Cast) -> None:
    heading = Heading("Chương trình 2012-2015", date(2012, 1, 1), date(2016, 1, 1))
    programme = build.draft(cast, heading=heading, from_papers=True)
    with pytest.raises(Refused) as refused:
        services.sign_programme(cast.specialist, programme, revision=programme.revision, at=AT)
    assert refusals(refused) == {"programme-without-source"}
    programme.source = "most.gov.vn"
    programme.save()
    signed = services.sign_programme(cast.specialist, programme, revision=programme.revision, at=AT)
    assert (signed.state, signed.signed_on) == (ProgrammeState.IN_FORCE, None)


def test_the_day_of_a_signing_is_stated_and_not_of_the_future(cast: Cast) -> None:
    programme = build.ready(cast)
    for day, code in ((None, "signing-without-day"), (date(2025, 7, 2), "signing-in-the-future")):
        with pytest.raises(Refused) as refused:
            services.sign_programme(cast.director, programme, revision=programme.revision, signed_on=day, at=AT)
        assert refusals(refused) == {code}


def test_the_text_of_what_was_signed_stays(cast: Cast) -> None:
    programme = build.in_force(cast)
    with pytest.raises(Refused):
        services.edit_programme(cast.specialist, programme, revision=programme.revision, heading=Heading("Khác"), at=AT)
    with pytest.raises(Refused):
        services.add_clause(cast.specialist, programme, kind="content", text="Thêm", at=AT)


def test_a_new_title_of_a_draft_is_said_by_its_commitments(cast: Cast) -> None:
    programme = build.ready(cast)
    services.edit_programme(cast.specialist, programme, revision=programme.revision, heading=Heading("Tên mới"), at=AT)
    assert set(Assignment.objects.values_list("origin_title", flat=True)) == {"Tên mới"}


def test_the_second_of_two_editors_is_told(cast: Cast) -> None:
    programme = build.draft(cast)
    services.edit_programme(cast.specialist, programme, revision=1, heading=Heading("Một"), at=AT)
    with pytest.raises(Conflict):
        services.edit_programme(cast.specialist, programme, revision=1, heading=Heading("Hai"), at=AT)


def test_a_responsibility_is_that_of_one_of_the_two_sides(cast: Cast) -> None:
    programme = build.draft(cast)
    with pytest.raises(Refused):
        services.add_clause(cast.specialist, programme, kind="responsibility", text="Lo đất", side=cast.finance, at=AT)
    clause = services.add_clause(
        cast.specialist, programme, kind="responsibility", text="Lo đất", side=cast.authority, at=AT
    )
    assert clause.side == cast.authority


def test_signatories_sign_for_one_of_the_two_sides_in_their_order(cast: Cast) -> None:
    programme = build.draft(cast)
    with pytest.raises(Refused):
        services.set_signatories(
            cast.specialist, programme, [SignatoryTerms(cast.finance.pk, "Ai", "Giám đốc")], revision=1, at=AT
        )
    given = [
        SignatoryTerms(cast.ministry.pk, "Lê Thị Bộ", "Bộ trưởng"),
        SignatoryTerms(cast.authority.pk, "Trần Văn Chủ", "Chủ tịch UBND tỉnh"),
    ]
    services.set_signatories(cast.specialist, programme, given, revision=1, at=AT)
    assert [row.name for row in programme.signatories.all()] == ["Lê Thị Bộ", "Trần Văn Chủ"]


# Commitments


def test_a_promise_under_a_programme_in_force_binds_at_once(cast: Cast) -> None:
    programme = build.in_force(cast)
    made = services.add_commitment(
        cast.specialist, programme, side=cast.ministry, terms=build.terms(cast.ministry), at=AT
    )
    assert (made.assignment.standing, made.assignment.authority) == (Standing.ISSUED, cast.ministry)


def test_a_promise_is_made_by_one_of_the_two_sides(cast: Cast) -> None:
    with pytest.raises(Refused):
        services.add_commitment(
            cast.specialist, build.draft(cast), side=cast.finance, terms=build.terms(cast.finance), at=AT
        )


def test_a_commitment_that_binds_changes_with_a_reason_and_keeps_its_progress(cast: Cast) -> None:
    row = build.in_force(cast).commitments.first()
    assert row is not None
    Assignment.objects.filter(pk=row.assignment_id).update(status=Status.IN_PROGRESS, percent=40, status_at=AT)
    changed = build.terms(cast.department, "Bố trí 20 ha đất", deadline_text="06/2026")
    with pytest.raises(Refused):
        services.edit_commitment(
            cast.specialist, row, revision=row.assignment.revision, terms=changed, reason=" ", at=AT
        )
    services.edit_commitment(
        cast.specialist, row, revision=row.assignment.revision, terms=changed, reason="Hai bên thống nhất", at=AT
    )
    live = Assignment.objects.get(pk=row.assignment_id)
    assert (live.content, live.percent, live.standing) == ("Bố trí 20 ha đất", 40, Standing.ISSUED)


def test_a_commitment_is_taken_back_with_a_reason_and_stays_on_record(cast: Cast) -> None:
    row = build.in_force(cast).commitments.first()
    assert row is not None
    with pytest.raises(Refused):
        services.withdraw_commitment(cast.specialist, row, revision=row.assignment.revision, reason="", at=AT)
    services.withdraw_commitment(cast.specialist, row, revision=row.assignment.revision, reason="Trùng", at=AT)
    assert Assignment.objects.get(pk=row.assignment_id).standing == Standing.WITHDRAWN


# Ending and renewing


def test_it_ends_with_its_final_review(cast: Cast) -> None:
    programme = build.in_force(cast)
    with pytest.raises(Refused) as refused:
        services.end_programme(cast.director, programme, revision=programme.revision, ended_on=TODAY, reason="", at=AT)
    assert refusals(refused) == {"programme-without-final-review"}
    final = build.review(programme, kind="final", year=None, cut_off=TODAY)
    services.adopt_review(cast.director, final, revision=final.revision, adopted_on=TODAY, at=AT)
    ended = services.end_programme(
        cast.director, programme, revision=programme.revision, ended_on=TODAY, reason="Hết giai đoạn", at=AT
    )
    assert ended.state == ProgrammeState.ENDED


def test_renewal_links_what_is_open_and_copies_nothing(cast: Cast) -> None:
    programme = build.in_force(cast)
    kept, open_one = programme.commitments.order_by("position")
    done(kept)
    following = services.renew_programme(cast.specialist, programme, heading=Heading("Giai đoạn sau"), at=AT)
    [carried] = following.commitments.all()
    assert (carried.assignment, carried.carried_from) == (open_one.assignment, open_one)
    assert Assignment.objects.count() == 2


def test_what_is_kept_or_promised_before_the_new_signing_is_counted_then(cast: Cast) -> None:
    programme = build.in_force(cast)
    following = services.renew_programme(
        cast.specialist, programme, heading=Heading("Sau", date(2026, 1, 1), date(2031, 1, 1)), at=AT
    )
    build.signatories(following)
    first, _second = programme.commitments.order_by("position")
    done(first)
    late = services.add_commitment(
        cast.specialist, programme, side=cast.ministry, terms=build.terms(cast.ministry, "Hứa thêm"), at=AT
    )
    sign(cast, following)
    carried = set(following.commitments.values_list("assignment", flat=True))
    assert late.assignment_id in carried
    assert first.assignment_id not in carried
    programme.refresh_from_db()
    assert programme.state == ProgrammeState.RENEWED


def test_unanswered_requests_go_on_with_the_next_programme_and_answered_ones_stay(cast: Cast) -> None:
    programme = build.in_force(cast)
    about = Link("programme", programme.uid, programme.title, programme.get_absolute_url())
    waiting, settled = requests.sent(cast, about=about), requests.sent(cast, about=about)
    Request.objects.filter(pk=settled.pk).update(state=RequestState.ANSWERED)
    following = services.renew_programme(cast.specialist, programme, heading=Heading("Giai đoạn sau"), at=AT)
    assert [row.request for row in following.carried_requests.all()] == [waiting]
    assert [item.request for item in items_about(following, cast.specialist)] == [waiting]
    assert items_about(programme, cast.specialist).count() == 2


def test_it_is_renewed_once(cast: Cast) -> None:
    programme = build.in_force(cast)
    services.renew_programme(cast.specialist, programme, heading=Heading("Sau"), at=AT)
    with pytest.raises(Refused) as refused:
        services.renew_programme(cast.specialist, programme, heading=Heading("Sau nữa"), at=AT)
    assert refusals(refused) == {"programme-already-renewed"}


def test_a_discarded_draft_leaves_what_it_carried_over_with_the_programme_before(cast: Cast) -> None:
    programme = build.in_force(cast)
    following = services.renew_programme(cast.specialist, programme, heading=Heading("Sau"), at=AT)
    own = services.add_commitment(
        cast.specialist, following, side=cast.authority, terms=build.terms(cast.department, "Mới"), at=AT
    )
    services.discard_programme(cast.specialist, following, at=AT)
    assert not Programme.objects.filter(pk=following.pk).exists()
    assert Assignment.objects.get(pk=own.assignment_id).standing == Standing.WITHDRAWN
    assert set(Assignment.objects.exclude(pk=own.assignment_id).values_list("standing", flat=True)) == {Standing.ISSUED}


def test_what_was_signed_is_not_discarded(cast: Cast) -> None:
    with pytest.raises(Refused):
        services.discard_programme(cast.specialist, build.in_force(cast), at=AT)


def test_a_period_reads_by_years_where_it_goes_by_years(cast: Cast) -> None:
    assert years_of(Programme(valid_from=date(2012, 1, 1), valid_to=date(2016, 1, 1))) == "2012–2015"
    assert years_of(Programme(valid_from=date(2020, 6, 10), valid_to=date(2021, 6, 10))) == "10/06/2020–09/06/2021"
    assert years_of(Programme()) == ""


def test_the_next_period_is_as_long_as_the_one_before() -> None:
    programme = Programme(valid_from=date(2021, 1, 1), valid_to=date(2026, 1, 1))
    assert next_period(programme) == (date(2026, 1, 1), date(2031, 1, 1))
    assert next_period(Programme()) == (None, None)
