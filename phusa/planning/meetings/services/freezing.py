"""Freezing a picture with a meeting: what was known on the day, for the next meeting to compare with."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from phusa.foundation import access
from phusa.foundation.journal.services import record
from phusa.foundation.records.services import lock
from phusa.planning.meetings.documents import digest_of
from phusa.planning.meetings.models import Meeting, Picture


@transaction.atomic
def freeze_picture(actor: Any, meeting: Meeting, key: str, content: Any, *, at: datetime) -> Picture:
    """Keep `content` (plain JSON) with the meeting under the key, with its digest.

    Pictures are added, never changed: frozen again, a later one stands beside the earlier. The deed stands in the
    history of the dossier.
    """
    access.require(actor, "meetings.edit_meeting", meeting)
    row = lock(Meeting, meeting.uid)
    number = (row.pictures.filter(key=key).aggregate(last=Max("number"))["last"] or 0) + 1
    picture = Picture.objects.create(
        meeting=row,
        key=key,
        number=number,
        content=content,
        digest=digest_of(content),
        frozen_by=actor,
        frozen_at=at,
        created_at=at,
        illustrative=row.illustrative,
    )
    told = {"key": key, "number": number, "digest": picture.digest}
    record("meeting.picture_frozen", picture, actor, at=at, payload=told, context=row.dossier)
    return picture
