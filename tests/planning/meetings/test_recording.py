"""Keeping the record: who was there, what tells of it, what was said."""

from datetime import date
from typing import Any

import pytest

from phusa.foundation.journal.models import Entry
from phusa.foundation.organizations.models import Post
from phusa.foundation.records.services import Conflict
from phusa.kernel.refusals import NotAllowed, Refused
from phusa.planning.meetings import services
from phusa.planning.meetings.models import Participant, Statement
from phusa.planning.meetings.queries import pictures_for
from phusa.planning.meetings.rules import doubts_about
from phusa.planning.meetings.vocabulary import MeetingState, Said, SourceKind, StatementKind
from tests.builders import meetings as build
from tests.builders.meetings import AT, HELD
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def codes(refused: Any) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def doubts(participant: Participant, day: date = HELD) -> list[str]:
    return [doubt.code for doubt in doubts_about([participant], day)[participant.pk]]


class TestWhetherItWasHeld:
    def test_a_meeting_whose_day_has_come_counts_as_held_one_of_the_future_as_planned(self, cast: Cast) -> None:
        assert build.meeting(cast).state == MeetingState.HELD
        assert build.meeting(cast, held_on=date(2025, 4, 1)).state == MeetingState.PLANNED

    def test_a_planned_meeting_is_held_on_its_day_and_not_before(self, cast: Cast) -> None:
        planned = build.meeting(cast, held_on=date(2025, 4, 1))
        with pytest.raises(Refused) as refused:
            services.hold_meeting(cast.specialist, planned, at=AT)
        assert codes(refused) == ["not-held-yet"]
        later = AT.replace(month=4, day=2)
        assert services.hold_meeting(cast.specialist, planned, at=later).state == MeetingState.HELD

    def test_nothing_is_written_down_of_a_meeting_that_was_not_held(self, cast: Cast) -> None:
        planned = build.meeting(cast, held_on=date(2025, 4, 1))
        with pytest.raises(Refused) as refused:
            build.statement(cast, planned)
        assert codes(refused) == ["meeting-not-held"]

    def test_a_meeting_is_cancelled_with_the_reason_and_then_stands_as_it_is(self, cast: Cast) -> None:
        planned = build.meeting(cast, held_on=date(2025, 4, 1))
        with pytest.raises(Refused) as refused:
            services.cancel_meeting(cast.specialist, planned, reason=" ", at=AT)
        assert codes(refused) == ["reason-missing"]
        services.cancel_meeting(cast.specialist, planned, reason="Bão", at=AT)
        with pytest.raises(Refused) as refused:
            services.add_delegation(cast.specialist, planned, cast.finance, at=AT)
        assert codes(refused) == ["step-not-open"]

    def test_the_second_of_two_who_edit_the_record_is_told(self, cast: Cast) -> None:
        meeting = build.meeting(cast)
        services.edit_meeting(cast.specialist, meeting, revision=1, terms=build.terms_of("Tên mới"), at=AT)
        with pytest.raises(Conflict):
            services.edit_meeting(cast.head, meeting, revision=1, terms=build.terms_of("Tên khác"), at=AT)

    def test_the_record_is_kept_by_the_drafting_organisation_and_the_office_and_by_nobody_else(
        self, cast: Cast
    ) -> None:
        meeting = build.visit(cast)
        for who in (cast.officer, cast.ministry_officer, cast.clerk, cast.chair, cast.auditor):
            with pytest.raises(NotAllowed):
                services.add_source(who, meeting, kind=SourceKind.PRESS, title="Tin", at=AT)
        services.add_source(cast.office_specialist, meeting, kind=SourceKind.PRESS, title="Tin", at=AT)


class TestPostsBySource:
    def test_posts_that_two_sources_give_stand_side_by_side_and_are_marked_as_differing(self, cast: Cast) -> None:
        meeting = build.visit(cast)
        side = meeting.delegations.get(organization=cast.authority)
        paper = build.source(cast, meeting, "Báo tỉnh")
        ministry = build.source(cast, meeting, "Cổng thông tin của Bộ")
        for source, post in ((paper, "Phó Bí thư thường trực Tỉnh ủy"), (ministry, "Bí thư Tỉnh ủy")):
            one = services.add_participant(
                cast.specialist, side, name="Ngô Văn Hải", post_as_said=post, source=source, at=AT
            )
        assert side.participants.filter(name="Ngô Văn Hải").count() == 1
        assert [post.text for post in one.posts.all()] == ["Phó Bí thư thường trực Tỉnh ủy", "Bí thư Tỉnh ủy"]
        [doubt] = doubts_about([one], HELD)[one.pk]
        assert doubt.code == "posts-differ"
        assert "Báo tỉnh" in doubt.message
        assert "Cổng thông tin của Bộ" in doubt.message

    def test_a_post_that_the_records_do_not_know_for_the_day_is_a_doubt_and_stops_nobody(self, cast: Cast) -> None:
        build.person("Đặng Văn Thăng", "Chủ tịch", cast.authority, date(2016, 1, 1), date(2021, 4, 1))
        side = build.visit(cast).delegations.get(organization=cast.authority)
        one = services.add_participant(
            cast.specialist, side, name="Đặng Văn Thăng", post_as_said="Chủ tịch UBND tỉnh", at=AT
        )
        assert one.person is not None
        assert doubts(one) == ["no-post-in-records"]
        assert doubts(one, date(2020, 6, 10)) == []

    def test_another_post_than_the_records_know_for_the_day_is_named_beside_it(self, cast: Cast) -> None:
        build.person("Đặng Văn Thăng", "Phó Chủ tịch", cast.authority, date(2021, 4, 1))
        side = build.visit(cast).delegations.get(organization=cast.authority)
        one = services.add_participant(cast.specialist, side, name="Đặng Văn Thăng", post_as_said="Bí thư", at=AT)
        [doubt] = doubts_about([one], HELD)[one.pk]
        assert doubt.code == "post-not-in-records"
        assert "Phó Chủ tịch, UBND tỉnh" in doubt.message

    def test_of_somebody_whose_posts_nobody_recorded_nothing_is_doubted(self, cast: Cast) -> None:
        side = build.visit(cast).delegations.get(organization=cast.authority)
        one = services.add_participant(cast.specialist, side, name="Người Lạ", post_as_said="Bí thư", at=AT)
        assert doubts(one) == []

    def test_a_post_picked_from_the_records_that_was_not_held_that_day_is_refused_with_a_sentence(
        self, cast: Cast
    ) -> None:
        build.person("Đặng Văn Thăng", "Chủ tịch", cast.authority, date(2016, 1, 1), date(2021, 4, 1))
        post = Post.objects.get(title="Chủ tịch")
        meeting = build.visit(cast)
        side = meeting.delegations.get(organization=cast.authority)
        with pytest.raises(Refused) as refused:
            services.add_participant(cast.specialist, side, name="", post_as_said="", post=post, at=AT)
        assert codes(refused) == ["post-not-held-that-day"]
        assert "03/03/2025" in str(refused.value)

    def test_a_post_of_the_records_gives_name_and_words(self, cast: Cast) -> None:
        build.person("Trần Thị Hằng", "Phó Chủ tịch", cast.authority, date(2021, 4, 1))
        post = Post.objects.get(title="Phó Chủ tịch")
        side = build.visit(cast).delegations.get(organization=cast.authority)
        one = services.add_participant(cast.specialist, side, name="", post_as_said="", post=post, at=AT)
        assert (one.name, [said.text for said in one.posts.all()]) == ("Trần Thị Hằng", ["Phó Chủ tịch"])
        assert doubts(one) == []

    def test_doubts_about_many_take_one_query(self, cast: Cast, django_assert_max_num_queries: Any) -> None:
        side = build.visit(cast).delegations.get(organization=cast.authority)
        for number in range(20):
            build.person(f"Người {number}", "Chủ tịch", cast.authority, date(2016, 1, 1), date(2021, 4, 1))
            services.add_participant(
                cast.specialist, side, name=f"Người {number}", post_as_said="Chủ tịch UBND tỉnh", at=AT
            )
        people = list(Participant.objects.prefetch_related("posts__source"))
        with django_assert_max_num_queries(1):
            assert len(doubts_about(people, HELD)) == len(people)


class TestStatements:
    def test_a_statement_keeps_its_figure_as_it_was_said_and_the_speakers_side(self, cast: Cast) -> None:
        meeting = build.visit(cast)
        guest = Participant.objects.get(name="Chu Văn Khách")
        said = build.statement(cast, meeting, figure_text="trên 100 tỷ đồng", speaker_id=guest.pk)
        assert said.figure_text == "trên 100 tỷ đồng"
        assert said.delegation == guest.delegation
        assert said.number == 1
        assert build.statement(cast, meeting).number == 2

    def test_a_statement_of_another_meetings_participant_is_not_written(self, cast: Cast) -> None:
        stranger = Participant.objects.get(delegation__meeting=build.visit(cast), name="Chu Văn Khách")
        with pytest.raises(Participant.DoesNotExist):
            build.statement(cast, build.visit(cast, "Cuộc họp khác"), speaker_id=stranger.pk)

    def test_somebody_who_has_spoken_and_a_source_that_is_cited_stay(self, cast: Cast) -> None:
        meeting = build.visit(cast)
        guest, source = Participant.objects.get(name="Chu Văn Khách"), build.source(cast, meeting)
        build.statement(cast, meeting, speaker_id=guest.pk, source_id=source.pk)
        for deed, row in ((services.remove_participant, guest), (services.remove_delegation, guest.delegation)):
            with pytest.raises(Refused) as refused:
                deed(cast.specialist, row, at=AT)
            assert codes(refused) == ["has-spoken"]
        with pytest.raises(Refused) as refused:
            services.remove_source(cast.specialist, source, at=AT)
        assert codes(refused) == ["source-used"]

    def test_a_statement_of_which_something_was_made_stays(self, cast: Cast) -> None:
        said = build.statement(cast, build.visit(cast), kind=StatementKind.COMMITMENT)
        services.assign_from_statement(cast.specialist, said, build.terms(build.lead(cast.finance)), at=AT)
        with pytest.raises(Refused) as refused:
            services.remove_statement(cast.specialist, said, at=AT)
        assert codes(refused) == ["statement-followed-up"]
        other = build.statement(cast, said.meeting)
        services.remove_statement(cast.specialist, other, at=AT)
        assert list(Statement.objects.all()) == [said]

    def test_the_journal_tells_what_was_changed(self, cast: Cast) -> None:
        said = build.statement(cast, build.visit(cast), "Hơn 50 mô hình")
        new = Said(StatementKind.RESULT, "Hơn 50 mô hình sản xuất")
        services.edit_statement(cast.specialist, said, revision=1, said=new, at=AT)
        entry = Entry.objects.get(kind="meeting.statement_edited")
        assert entry.payload == {"text": ["Hơn 50 mô hình", "Hơn 50 mô hình sản xuất"]}


class TestPictures:
    def test_a_picture_is_added_with_its_digest_and_the_next_meeting_finds_the_last_one(self, cast: Cast) -> None:
        first = build.meeting(cast, held_on=date(2024, 3, 3))
        second = build.meeting(cast, held_on=date(2025, 3, 3))
        assert pictures_for(cast.specialist, second, "briefing") == ([], None)
        services.freeze_picture(cast.specialist, first, "briefing", {"tasks": 30}, at=AT)
        again = services.freeze_picture(cast.specialist, first, "briefing", {"tasks": 31}, at=AT)
        own, before = pictures_for(cast.specialist, first, "briefing")
        assert [picture.content for picture in own] == [{"tasks": 31}, {"tasks": 30}]
        assert before is None
        assert len(again.digest) == 64
        assert pictures_for(cast.specialist, second, "briefing") == ([], again)
        assert pictures_for(cast.specialist, second, "another") == ([], None)
        assert pictures_for(cast.officer, first, "briefing") == ([], None)
