"""Loads the working visit of 10 June 2020, the programme it was about, and its figures as two sources report them."""

from datetime import datetime

from phusa.demonstration import material
from phusa.demonstration.facts import Known, party_terms
from phusa.demonstration.material import Row
from phusa.foundation.access.models import User
from phusa.planning.assignments.services import Terms
from phusa.planning.assignments.vocabulary import PartyRole
from phusa.planning.cooperation import services as cooperation
from phusa.planning.cooperation.models import Programme
from phusa.planning.cooperation.vocabulary import Heading, ResultTerms
from phusa.planning.indicators import services as indicators
from phusa.planning.indicators.vocabulary import About, Audience, FigureTerms, IndicatorTerms, Measure
from phusa.planning.meetings import services as meetings
from phusa.planning.meetings.models import Delegation, Meeting, Participant, Source
from phusa.planning.meetings.vocabulary import MeetingTerms, Said, SourceKind


def load(actor: User, known: Known, *, at: datetime) -> None:
    """The meeting with all that was said, then the programme with what is named and reported of it."""
    stated = material.read("visit_2020")
    meeting = _Visit(actor, known, stated, at).record()
    programme = _load_programme(actor, known, stated["programme"], at)
    cooperation.link_meeting(actor, programme, meeting, at=at)
    _load_figures(actor, known, stated, About("programme", programme.uid), About("meeting", meeting.uid), at)


class _Visit:
    """The record of the meeting; a statement finds its source, its speaker and its side by the keys of the material."""

    def __init__(self, actor: User, known: Known, stated: Row, at: datetime) -> None:
        self.actor, self.known, self.stated, self.at = actor, known, stated, at
        self.sources: dict[str, Source] = {}
        self.delegations: dict[str, Delegation] = {}
        self.participants: dict[str, Participant] = {}
        row = stated["meeting"]
        self.meeting: Meeting = meetings.create_meeting(
            actor,
            authority=known.organizations[row["authority"]],
            drafting=known.organizations[row["drafting"]],
            terms=MeetingTerms(row["kind"], row["title"], row["held_on"]),
            at=at,
        )

    def record(self) -> Meeting:
        for key in self.stated["sources"]:
            self.sources[key] = meetings.add_source(
                self.actor,
                self.meeting,
                kind=SourceKind.PRESS,
                title=material.sources()[key]["what"],
                url=material.address_of({"sources": [key]}),
                at=self.at,
            )
        for row in self.stated["delegation"]:
            self.receive(row)
        for row in self.stated["statement"]:
            self.write_down(row)
        return self.meeting

    def receive(self, row: Row) -> None:
        delegation = meetings.add_delegation(
            self.actor,
            self.meeting,
            self.known.organizations[row["organization"]],
            name=row.get("name", ""),
            at=self.at,
        )
        self.delegations[row["organization"]] = delegation
        for participant in row["participant"]:
            for post in participant["post"]:
                [key] = post["sources"]
                self.participants[participant["name"]] = meetings.add_participant(
                    self.actor,
                    delegation,
                    name=participant["name"],
                    post_as_said=post["text"],
                    source=self.sources[key],
                    at=self.at,
                )

    def write_down(self, row: Row) -> None:
        speaker, side = self.participants.get(row.get("speaker", "")), self.delegations.get(row.get("side", ""))
        cited = "; ".join(self.known.instruments[key].citation for key in row.get("grounds", ()))
        [key] = row["sources"]
        statement = meetings.add_statement(
            self.actor,
            self.meeting,
            Said(
                kind=row["kind"],
                text=f"{row['text']} (căn cứ {cited})" if cited else row["text"],
                figure_text=row.get("figure", ""),
                delegation_id=side.pk if side else None,
                speaker_id=speaker.pk if speaker else None,
                source_id=self.sources[key].pk,
            ),
            at=self.at,
        )
        if given := row.get("assignment"):
            leads = tuple(party_terms(lead, self.known, PartyRole.LEAD) for lead in given["lead"])
            terms = Terms("", given["content"], product="", deadline_text="", parties=leads)
            meetings.assign_from_statement(self.actor, statement, terms, at=self.at)


def _load_programme(actor: User, known: Known, row: Row, at: datetime) -> Programme:
    programme = cooperation.create_programme(
        actor,
        drafting=known.organizations[row["drafting"]],
        authority=known.organizations[row["authority"]],
        partner=known.organizations[row["partner"]],
        heading=Heading(row["title"], row["from"], row["to"], row["orientation"], material.sources_of(row)),
        from_papers=True,
        at=at,
    )
    programme = cooperation.sign_programme(actor, programme, revision=programme.revision, at=at)
    for result in row["result"]:
        cooperation.add_result(
            actor,
            programme,
            ResultTerms(result["kind"], result["name"], place=result["place"], source=material.sources_of(result)),
            at=at,
        )
    return programme


def _load_figures(actor: User, known: Known, stated: Row, programme: About, meeting: About, at: datetime) -> None:
    keeper = known.organizations[stated["meeting"]["drafting"]]
    for row in stated["indicator"]:
        indicator = indicators.add_indicator(
            actor,
            IndicatorTerms(
                row["name"],
                measure=row.get("measure", Measure.COUNT),
                unit=row["unit"],
                note=row.get("note", ""),
                itemised_by=row["itemised_by"],
            ),
            organization=keeper,
            at=at,
        )
        for figure in row["figure"]:
            indicators.report_figure(
                actor,
                FigureTerms(
                    indicator.pk,
                    figure["as_said"],
                    said_on=stated["meeting"]["held_on"],
                    source_text=material.sources_of(figure),
                    source_url=material.address_of(figure),
                    about=programme,
                    said_in=meeting,
                    audience=Audience.OPEN,
                ),
                organization=keeper,
                at=at,
            )
