"""What the baseline stores of an application."""

import uuid

from django.db import models


class StockApplication(models.Model):
    """All answers of one woman."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True)
    answers = models.JSONField()
    sent_at = models.DateTimeField(auto_now_add=True)
