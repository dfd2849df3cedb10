"""What the loading commands wrote, so that a second run can tell its own words from an editor's."""

from django.db import models


class LoadedContent(models.Model):
    """Fingerprint of a record or page as the loader last wrote it; a different one today means an editor changed it.

    ``source`` is the fingerprint of the content file it was written from: unchanged, there is nothing to load again.
    """

    key = models.CharField(max_length=200, unique=True)
    fingerprint = models.CharField(max_length=64)
    source = models.CharField(max_length=64, blank=True)
    object_id = models.CharField(max_length=20, blank=True)
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        """Model options."""

        ordering = ["key"]

    def __str__(self) -> str:
        return self.key
