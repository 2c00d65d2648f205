"""What must hold before a deed, and what the records do not agree with; a doubt is a sentence and never stops anybody.

Source: practice of provincial offices (posts are named as each source names them, each held in its period).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BooleanField, Case, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext as _

from phusa.foundation.organizations.models import Post
from phusa.foundation.organizations.queries import posts_on
from phusa.kernel.refusals import Refusal
from phusa.kernel.text import fold, format_date
from phusa.planning.assignments.vocabulary import DeadlineState, PartyRole, Standing
from phusa.planning.meetings.models import Conclusion, Line, Meeting, Participant, PostAsSaid
from phusa.planning.meetings.vocabulary import MeetingState


def its_day_has_come(meeting: Meeting, at: datetime) -> Refusal | None:
    """A meeting has been held on its day or afterwards, not before."""
    if meeting.held_on <= timezone.localdate(at):
        return None
    return Refusal(
        "not-held-yet",
        _("The meeting is planned for %(day)s, which has not come.") % {"day": format_date(meeting.held_on)},
    )


def it_has_been_held(meeting: Meeting) -> Refusal | None:
    """Only what was held has statements and a conclusion."""
    if meeting.state == MeetingState.HELD:
        return None
    return Refusal(
        "meeting-not-held",
        _("The meeting has not been held: record that it was, first."),
        link=meeting.get_absolute_url(),
    )


def there_are_lines(conclusion: Conclusion, at: datetime) -> Refusal | None:
    """A conclusion says something that is to be done."""
    if conclusion.lines.exists():
        return None
    return Refusal("conclusion-without-lines", _("The conclusion has no line yet."), link=conclusion.get_absolute_url())


def every_line_names_a_lead(conclusion: Conclusion, at: datetime) -> Refusal | None:
    """Somebody does what is concluded; by when, the chair may leave open."""
    leads = conclusion.lines.filter(assignment__parties__role=PartyRole.LEAD).values("pk")
    numbers = [
        str(position + 1) for position in conclusion.lines.exclude(pk__in=leads).values_list("position", flat=True)
    ]
    if not numbers:
        return None
    message = _("Lines without a lead agency: %(numbers)s.") % {"numbers": ", ".join(numbers)}
    return Refusal("line-without-lead", message, link=conclusion.get_absolute_url())


def paper_is_identified(number: str, issued_on: date | None) -> Refusal | None:
    """The notice that binds has a number and a date."""
    if number.strip() and issued_on:
        return None
    return Refusal("notice-without-number", _("State number and date of the notice that was issued."))


def issued_after_the_meeting(issued_on: date | None, meeting: Meeting, at: datetime) -> Refusal | None:
    """A notice is of the day of the meeting or of a later day, and not of the future."""
    if issued_on is None or meeting.held_on <= issued_on <= timezone.localdate(at):
        return None
    return Refusal(
        "notice-of-another-day",
        _("The notice cannot be of %(day)s: the meeting was held on %(held)s, and today is %(today)s.")
        % {
            "day": format_date(issued_on),
            "held": format_date(meeting.held_on),
            "today": format_date(timezone.localdate(at)),
        },
    )


def reason_is_given(reason: str) -> Refusal | None:
    """What is returned, waived, cancelled or not done is explained."""
    if reason.strip():
        return None
    return Refusal("reason-missing", _("Give the reason."))


def it_binds(line: Line) -> Refusal | None:
    """Only a line in force is answered, waived or given a new term."""
    if line.assignment.standing == Standing.ISSUED:
        return None
    return Refusal("line-not-in-force", _("The line is not in force: it has not been issued, or has been waived."))


def lines_without_deadline(conclusion: Conclusion) -> QuerySet[Line]:
    """Lines that still stand and name no deadline, for the chair to set."""
    return conclusion.lines.filter(
        assignment__deadline_state=DeadlineState.EMPTY, assignment__standing__in=(Standing.DRAFT, Standing.ISSUED)
    )


# Posts


def post_was_held_that_day(post: Post, meeting: Meeting) -> Refusal | None:
    """A post that is picked from the records was held on the day of the meeting."""
    if posts_on(meeting.held_on).filter(pk=post.pk).exists():
        return None
    return Refusal(
        "post-not-held-that-day",
        _(
            "According to the records %(person)s did not hold the post «%(post)s» on %(day)s. "
            "Write the post as the source says it, or put the records right."
        )
        % {"person": post.person, "post": post.title, "day": format_date(meeting.held_on)},
        link=post.person.get_absolute_url(),
    )


@dataclass(frozen=True)
class Doubt:
    """Something about a participant's posts that does not agree; a sentence beside the name."""

    code: str
    message: str


def doubts_about(participants: Iterable[Participant], day: date) -> dict[int, list[Doubt]]:
    """By participant: sources that name different posts, and posts that the records do not know for that day.

    One query, whatever the number of participants, who come with `posts__source` fetched.
    """
    everybody = list(participants)
    people = {one.person_id for one in everybody if one.person_id}
    that_day = Case(When(pk__in=posts_on(day).values("pk"), then=True), default=False, output_field=BooleanField())
    held: dict[int, list[Post]] = {}
    for post in Post.objects.filter(person__in=people).select_related("organization").annotate(that_day=that_day):
        held.setdefault(post.person_id, []).extend([post] if post.that_day else [])
    return {one.pk: list(_doubts(one, held)) for one in everybody}


def _doubts(participant: Participant, held: dict[int, list[Post]]) -> Iterator[Doubt]:
    posts = list(participant.posts.all())
    if len({fold(post.text) for post in posts}) > 1:
        named = "; ".join(f"«{post.text}» ({post.source})" if post.source else f"«{post.text}»" for post in posts)
        yield Doubt("posts-differ", _("The sources name different posts: %(named)s.") % {"named": named})
    of_that_day = held.get(participant.person_id or 0)
    if of_that_day is None:
        return  # nothing is recorded of this person's posts, so nothing can disagree
    if not of_that_day:
        yield Doubt("no-post-in-records", _("The records know no post of this person on that day."))
        return
    for post in posts:
        if not _is_among(post, of_that_day):
            yield Doubt("post-not-in-records", _not_in_records(post, of_that_day))


def _is_among(said: PostAsSaid, posts: Iterable[Post]) -> bool:
    """Whether the words name one of the posts: «Chủ tịch UBND tỉnh» is the chair of «UBND tỉnh Thái Bình».

    A source may say less than the records: «Giám đốc Sở» of «Giám đốc Sở Khoa học và Công nghệ».
    """
    words = fold(said.text)
    titles = {post.pk: fold(post.title) for post in posts}
    return any(
        said.post_id == pk or title in words or f"{title} ".startswith(f"{words} ") for pk, title in titles.items()
    )


def _not_in_records(said: PostAsSaid, posts: list[Post]) -> str:
    recorded = "; ".join(f"{post.title}, {post.organization}" for post in posts)
    return _("The records do not know the post «%(post)s» on that day; they say: %(recorded)s.") % {
        "post": said.text,
        "recorded": recorded,
    }
