"""The words of the index, for “did you mean”."""

from django.db import models


class SearchWord(models.Model):
    """A word that documents of a language have: its token, how it is written, in how many documents. Never taken from what people type."""

    language = models.CharField(max_length=8)
    token = models.CharField(max_length=60)
    written = models.CharField(max_length=60)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        """Model options."""

        constraints = [models.UniqueConstraint(name="one_row_per_token_and_language", fields=["language", "token"])]

    def __str__(self) -> str:
        return self.written


class WordKey(models.Model):
    """A word with one letter left out, or none: two words an error apart have a key in common, on any database and under any locale."""

    key = models.CharField(max_length=60, db_index=True)
    word = models.ForeignKey(SearchWord, on_delete=models.CASCADE, related_name="keys")

    def __str__(self) -> str:
        return self.key
