"""The search index: one line a record, its text folded so that it is found with or without diacritics."""

from django.db import models


class Indexed(models.Model):
    """A record as the search box knows it. Rebuilt at any time; who may see it is asked of its own package."""

    kind = models.CharField(max_length=80)  # model label, "schemes.scheme"
    object_uid = models.UUIDField(unique=True)
    title = models.CharField(max_length=500)
    text = models.TextField(blank=True)
    folded = models.TextField()  # words of title and text: lower case, no diacritics, one space between
    title_folded = models.CharField(max_length=500)
    url = models.CharField(max_length=300)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title
