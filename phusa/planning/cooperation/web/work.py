"""What waits for somebody beside assignments: reviews that are written and not adopted yet."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phusa.foundation.access import LEADERS, Capacity, Role
from phusa.kernel.text import format_date
from phusa.planning.assignments.registry import Item, Reason, Section, provide_work
from phusa.planning.cooperation.models import Review
from phusa.planning.cooperation.vocabulary import REVIEW_PARTS, ReviewState
from phusa.planning.cooperation.web.pages import review_badge

TO_ADOPT = Reason(
    gettext_lazy("Reviews of programmes to be adopted"), gettext_lazy("Read and adopt"), "patch-check", others_wait=True
)
MOST = 20


def waiting(user: Any, acting: Capacity) -> Iterator[Section]:
    """For the director of the keeping organisation, and the leaders of the authority."""
    if acting.role == Role.DIRECTOR:
        ours = Q(programme__drafting__in=acting.reach)
    elif acting.role in LEADERS:
        ours = Q(programme__authority__in=acting.reach)
    else:
        return
    rows = Review.objects.filter(ours, state=ReviewState.DRAFT, cut_off__lte=timezone.localdate())
    for part in REVIEW_PARTS:
        rows = rows.exclude(**{part: ""})
    found = list(rows.select_related("programme").order_by("cut_off", "pk"))
    if found:
        items = [_item(review) for review in found[:MOST]]
        yield Section(TO_ADOPT, items, len(found), reverse("cooperation:list"))


def _item(review: Review) -> Item:
    page = review.get_absolute_url()
    adopt = reverse("cooperation:review_adopt", args=[review.uid])
    since = _("Figures as of %(day)s") % {"day": format_date(review.cut_off)}
    return Item(review, str(review), review.programme.title, review_badge(review.state), page, adopt, since=since)


provide_work("cooperation", waiting)
