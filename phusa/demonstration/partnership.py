"""Plays an invented coordination programme of an invented province and ministry, so that the whole chain can be seen.

Promises of both sides, thirty projects, fifty models by name, requests and answers, the yearly review and its briefing.
Like `illustration.py`: the invented people do the deeds, on days that are counted back from the day of loading.
"""

from datetime import date, datetime
from functools import partial

from django.utils import timezone

from phusa.demonstration import material
from phusa.demonstration.facts import Known
from phusa.demonstration.illustration import People, Story
from phusa.demonstration.material import Row
from phusa.foundation.organizations.models import Organization
from phusa.kernel.text import format_date
from phusa.planning.assignments import services as assignments
from phusa.planning.assignments.models import Assignment
from phusa.planning.assignments.services import PartyTerms, Terms
from phusa.planning.assignments.vocabulary import PartyRole
from phusa.planning.cooperation import briefing
from phusa.planning.cooperation import services as cooperation
from phusa.planning.cooperation.models import Programme
from phusa.planning.cooperation.vocabulary import (
    ClauseKind,
    Heading,
    ProjectState,
    ProjectTerms,
    Promise,
    ResultKind,
    ResultTerms,
    ReviewKind,
    SignatoryTerms,
)
from phusa.planning.indicators import services as indicators
from phusa.planning.indicators.vocabulary import About, Audience, FigureTerms, IndicatorTerms, Measure
from phusa.planning.meetings import services as meetings
from phusa.planning.meetings.models import Meeting, Participant, Statement
from phusa.planning.meetings.vocabulary import MeetingTerms, Said, SourceKind
from phusa.planning.requests import services as requests
from phusa.planning.requests.models import Item, Request
from phusa.planning.requests.vocabulary import (
    AnswerTerms,
    Due,
    DueBasis,
    ItemTerms,
    JointParty,
    Link,
    Paper,
    RequestTerms,
)

DRAFTER, DIRECTOR, CHAIR, MINISTRY = "cvbaiboi", "gdbaiboi", "ctbaiboi", "cvchautho"


def load(known: Known, people: People, story: Story) -> None:
    """Put the deeds on their days; `story` plays them."""
    _Partnership(known, people, story).begin()


class _Partnership:
    """The programme of the material from its draft to the first yearly review, and the visit that comes next."""

    programme: Programme
    meeting: Meeting

    def __init__(self, known: Known, people: People, story: Story) -> None:
        self.stated = material.read("partnership")
        self.story, self.organizations = story, known.organizations
        self.instruments = known.instruments
        self.drafter, self.director = people.users[DRAFTER], people.users[DIRECTOR]
        self.chair, self.ministry = people.users[CHAIR], people.users[MINISTRY]
        self.requests: dict[str, Request] = {}

    def begin(self) -> None:
        stated, story = self.stated, self.story
        story.on(stated["signed_ago"], self.sign)
        for row in stated["commitment"]:
            for report in row.get("reports", ()):
                story.on(report["ago"], partial(self.report, row, report))
        for row in stated["request"]:
            self.follow(row)
        story.on(stated["review"]["cut_off_ago"], self.list_what_came_of_it)
        story.on(stated["meeting"]["ago"], self.hold)
        story.on(stated["meeting"]["conclusion"]["issued_ago"], self.conclude)
        story.on(stated["review"]["ago"], self.review)

    # The programme

    def sign(self, at: datetime) -> None:
        stated, actor = self.stated, self.drafter
        first = date(timezone.localdate(at).year, 1, 1)
        programme = cooperation.create_programme(
            actor,
            drafting=self.organizations[stated["drafting"]],
            authority=self.organizations[stated["authority"]],
            partner=self.organizations[stated["partner"]],
            heading=Heading(
                stated["title"], first, first.replace(year=first.year + stated["years"]), stated["orientation"]
            ),
            illustrative=True,
            at=at,
        )
        for row in stated["clause"]:
            side = self.organizations[row["side"]] if "side" in row else None
            kind = ClauseKind.RESPONSIBILITY if side else ClauseKind.CONTENT
            cooperation.add_clause(actor, programme, kind=kind, text=row["text"], side=side, at=at)
        for key in stated["grounds"]:
            cooperation.add_ground(actor, programme, self.instruments[key], at=at)
        signatories = [
            SignatoryTerms(self.organizations[row["side"]].pk, row["name"], row["post"]) for row in stated["signatory"]
        ]
        programme = cooperation.set_signatories(actor, programme, signatories, revision=programme.revision, at=at)
        for row in stated["commitment"]:
            self.promise(row, row["content"], programme, at)
        cooperation.set_plan(actor, programme, year=first.year, text=stated["plan"]["text"], at=at)
        programme.refresh_from_db()
        self.programme = cooperation.sign_programme(
            self.director, programme, revision=programme.revision, signed_on=timezone.localdate(at), at=at
        )

    def promise(
        self, row: Row, content: str, programme: Programme, at: datetime, statement: Statement | None = None
    ) -> None:
        said_in = None
        if statement:
            where = f"{statement.meeting.title}, {format_date(statement.meeting.held_on)}"
            said_in = Promise(str(statement.uid), where, statement.get_absolute_url())
        terms = Terms("", content, row["product"], self.deadline(row), (self.lead(row["lead"]),))
        side = self.organizations[row["side"]]
        cooperation.add_commitment(self.drafter, programme, side=side, terms=terms, promise=said_in, at=at)

    def report(self, row: Row, report: Row, at: datetime) -> None:
        assignment = Assignment.objects.get(commitments__programme=self.programme, content=row["content"])
        assignments.report_progress(
            self.ministry if row["side"] == self.stated["partner"] else self.drafter,
            assignment,
            revision=assignment.revision,
            status=report["status"],
            percent=report["percent"],
            narrative=report["text"],
            on=timezone.localdate(at),
            at=at,
        )

    def list_what_came_of_it(self, at: datetime) -> None:
        """Thirty projects, fifty models and the other results, and what the report says of them."""
        stated, actor, source = self.stated, self.drafter, self.stated["source"]
        for number, row in enumerate(stated["project"], start=1):
            project = cooperation.add_project(actor, self.programme, self.project(number, row), at=at)
            for place in row["model_places"]:
                model = ResultTerms(
                    ResultKind.MODEL,
                    f"{row['models']} (minh họa)",
                    place=place,
                    year=timezone.localdate(at).year,
                    project_id=project.pk,
                    source=source,
                )
                cooperation.add_result(actor, self.programme, model, at=at)
        for row in stated["result"]:
            cooperation.add_result(actor, self.programme, ResultTerms(row["kind"], row["name"], source=source), at=at)
        for row in stated["indicator"]:
            self.tell(row, at)

    def project(self, number: int, row: Row) -> ProjectTerms:
        year = self.story.day(self.stated["signed_ago"]).year
        return ProjectTerms(
            row["name"],
            code=f"BB.{number:02}",
            state=ProjectState.FINISHED if row["finished"] else ProjectState.RUNNING,
            host_text=row["host"],
            place=row["place"],
            from_year=year,
            to_year=year if row["finished"] else year + 2,
            support_approved=row["approved"],
            support_paid=row.get("paid"),
            products=row["models"],
            managing_text=str(self.programme.partner),
            managing_id=self.programme.partner_id,
            tracking_text=str(self.programme.drafting),
            tracking_id=self.programme.drafting_id,
            source=self.stated["source"],
        )

    def tell(self, row: Row, at: datetime) -> None:
        keeper = self.programme.drafting
        indicator = indicators.add_indicator(
            self.drafter,
            IndicatorTerms(
                row["name"],
                measure=row.get("measure", Measure.COUNT),
                unit=row["unit"],
                itemised_by=row["itemised_by"],
            ),
            organization=keeper,
            illustrative=True,
            at=at,
        )
        figure = FigureTerms(
            indicator.pk,
            row["as_said"],
            basis=row["basis"],
            as_of=timezone.localdate(at),
            said_on=timezone.localdate(at),
            speaker_organization_id=keeper.pk,
            source_text=self.stated["source"],
            about=About("programme", self.programme.uid),
            audience=Audience.OPEN,
        )
        indicators.report_figure(self.drafter, figure, organization=keeper, illustrative=True, at=at)

    # Requests

    def follow(self, row: Row) -> None:
        """Put a request, its pause and its answers on their days."""
        self.story.on(row["sent_ago"], partial(self.ask, row))
        if "joint" in row:
            self.story.on(row["sent_ago"] - 5, partial(self.assign_jointly, row))
        if "pause" in row:
            self.story.on(row["pause"]["from_ago"], partial(self.pause, row))
        for answer in row.get("answer", ()):
            self.story.on(answer["ago"], partial(self.answer, row, answer))

    def ask(self, row: Row, at: datetime) -> None:
        sent_on = timezone.localdate(at)
        about = Link("programme", self.programme.uid, self.programme.title, self.programme.get_absolute_url())
        terms = RequestTerms(
            row["title"],
            self.organizations[row["asking"]].pk,
            self.organizations[row["asked"]].pk,
            asking_unit_id=self.organizations[row["asking_unit"]].pk,
            asked_unit_id=self.organizations[row["asked_unit"]].pk,
            about=about,
        )
        due = Due(DueBasis.LETTER, self.story.day(row["due_ago"])) if "due_ago" in row else Due()
        items = [ItemTerms(item["content"], item["asks"]) for item in row["item"]]
        request = requests.create_request(self.drafter, terms, items, due=due, illustrative=True, at=at)
        paper = Paper(row["number"], sent_on)
        request = requests.send_request(
            self.drafter, request, revision=request.revision, sent_on=sent_on, paper=paper, at=at
        )
        if "note" in row:
            requests.write_note(self.drafter, request, row["note"], at=at)
        self.requests[row["title"]] = request

    def assign_jointly(self, row: Row, at: datetime) -> None:
        item = self.item(row, 1)
        parties = [
            JointParty(
                self.organizations[party["unit"]].pk,
                party["duty"],
                focal=party.get("focal", False),
                contact=party["contact"],
                post=party["post"],
            )
            for party in row["joint"]
        ]
        requests.assign_item(self.ministry, item, parties, revision=item.revision, at=at)

    def pause(self, row: Row, at: datetime) -> None:
        item, pause = self.item(row, 1), row["pause"]
        from_on, to_on = self.story.day(pause["from_ago"]), self.story.day(pause["to_ago"])
        requests.pause_item(
            self.ministry,
            item,
            from_on=from_on,
            to_on=to_on,
            reason=pause["reason"],
            revision=item.revision,
            at=at,
        )

    def answer(self, row: Row, answer: Row, at: datetime) -> None:
        item, on = self.item(row, answer["item"]), timezone.localdate(at)
        terms = AnswerTerms(
            answer["outcome"],
            on,
            self.organizations[row["asked_unit"]].pk,
            text=answer["text"],
            paper=Paper(answer["number"], on),
        )
        requests.record_answer(self.ministry, item, terms, revision=item.revision, at=at)

    def item(self, row: Row, number: int) -> Item:
        return self.requests[row["title"]].items.get(number=number)

    # The yearly review, and what comes after it

    def hold(self, at: datetime) -> None:
        stated, actor = self.stated["meeting"], self.drafter
        held_on = timezone.localdate(at)
        terms = MeetingTerms(
            stated["kind"], stated["title"], held_on, stated["place"], stated["chair_name"], stated["chair_post"]
        )
        self.meeting = meeting = self.call(terms, at)
        source = meetings.add_source(
            actor, meeting, kind=SourceKind.MINUTES, title=f"Biên bản: {stated['title']}", published_on=held_on, at=at
        )
        participants: dict[str, Participant] = {}
        for row in stated["delegation"]:
            delegation = meetings.add_delegation(actor, meeting, self.organizations[row["organization"]], at=at)
            for each in row["participant"]:
                participants[each["name"]] = meetings.add_participant(
                    actor, delegation, name=each["name"], post_as_said=each["post"], source=source, at=at
                )
        for row in stated["statement"]:
            speaker = participants[row["speaker"]]
            said = Said(row["kind"], row["text"], row.get("figure", ""), speaker_id=speaker.pk, source_id=source.pk)
            statement = meetings.add_statement(actor, meeting, said, at=at)
            if "commitment" in row:
                self.promise(row["commitment"], row["text"], self.programme, at, statement)

    def call(self, terms: MeetingTerms, at: datetime) -> Meeting:
        """A meeting about the programme, held or planned."""
        meeting = meetings.create_meeting(
            self.drafter,
            authority=self.programme.authority,
            drafting=self.programme.drafting,
            terms=terms,
            illustrative=True,
            at=at,
        )
        cooperation.link_meeting(self.drafter, self.programme, meeting, at=at)
        return meeting

    def review(self, at: datetime) -> None:
        """The review is adopted, the briefing frozen with the meeting, and the next visit agreed on."""
        stated, cut_off = self.stated["review"], self.story.day(self.stated["review"]["cut_off_ago"])
        review = cooperation.start_review(
            self.drafter,
            self.programme,
            kind=ReviewKind.YEARLY,
            year=cut_off.year,
            cut_off=cut_off,
            parts=stated["parts"],
            at=at,
        )
        adopted_on = timezone.localdate(at)
        cooperation.adopt_review(self.director, review, revision=review.revision, adopted_on=adopted_on, at=at)
        printed = briefing.prepare(self.drafter, self.programme, today=adopted_on, meeting=self.meeting)
        meetings.freeze_picture(self.drafter, self.meeting, briefing.key_of(self.programme), printed.as_json(), at=at)
        coming = self.stated["next_meeting"]
        day = self.story.day(-coming["due"])
        self.call(MeetingTerms(coming["kind"], coming["title"], day, coming["place"]), at)

    def conclude(self, at: datetime) -> None:
        stated, actor = self.stated["meeting"]["conclusion"], self.drafter
        conclusion = meetings.start_conclusion(
            actor, self.meeting, title=stated["title"], opening=stated["opening"], at=at
        )
        lead = self.lead(self.stated["drafting"])
        for row in stated["line"]:
            meetings.add_line(
                actor, conclusion, Terms("", row["content"], row["product"], self.deadline(row), (lead,)), at=at
            )
        conclusion = meetings.send(actor, conclusion, at=at)
        conclusion = meetings.agree(self.chair, conclusion, revision=conclusion.revision, at=at)
        chaired = self.stated["meeting"]
        meetings.issue(
            self.director,
            conclusion,
            number=stated["number"],
            issued_on=timezone.localdate(at),
            signer_name=chaired["chair_name"],
            signer_post=chaired["chair_post"],
            at=at,
        )

    # What the material says, as the deeds take it

    def deadline(self, row: Row) -> str:
        return f"Chậm nhất ngày {self.story.day(-row['due']):%d/%m/%Y}" if "due" in row else ""

    def lead(self, key: str) -> PartyTerms:
        unit: Organization = self.organizations[key]
        return PartyTerms(PartyRole.LEAD, unit.pk, None, str(unit))
