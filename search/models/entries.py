"""What the database engine searches; also the register of what is public, whatever engine answers."""

from django.db import models

from .vector import VectorField

#: The normalised words, column by column; those of the body line by line as the body itself.
TOKEN_COLUMNS = ("title_tokens", "keyword_tokens", "summary_tokens", "body_tokens")


class IndexedOrigin(models.Model):
    """An object that is or was indexed; locked while its documents are made, so that the last writer has read the last state.

    ``version`` orders writes elsewhere.
    """

    origin = models.CharField(max_length=60, unique=True)
    version = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return self.origin


class SearchEntry(models.Model):
    """A :class:`~search.documents.SearchDocument` as the database keeps it, beside its normalised words."""

    key = models.CharField(max_length=120, unique=True)
    origin = models.CharField(max_length=60, db_index=True)
    group = models.CharField(max_length=60, blank=True)
    type = models.CharField(max_length=12)
    language = models.CharField(max_length=8)
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=500)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    regions = models.JSONField(default=list)
    programme = models.CharField(max_length=60, blank=True)
    dates = models.JSONField(default=dict)
    visible_from = models.DateTimeField(null=True)
    updated = models.DateTimeField(null=True)
    boost = models.FloatField(default=1.0)
    sample = models.BooleanField(default=False)
    fingerprint = models.CharField(max_length=64)
    version = models.PositiveBigIntegerField(default=0)
    title_tokens = models.TextField(blank=True)
    keyword_tokens = models.TextField(blank=True)
    summary_tokens = models.TextField(blank=True)
    body_tokens = models.TextField(blank=True)
    vector = VectorField(default="", editable=False)

    def __str__(self) -> str:
        return self.key


class ExtractedText(models.Model):
    """The words of a file, read once for each content: reading a PDF takes seconds."""

    file_hash = models.CharField(max_length=40, unique=True)
    text = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.file_hash
