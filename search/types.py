"""What can be found: the codes stand in addresses and in the index, the words are shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ResultType(models.TextChoices):
    """Kind of thing found. Codes never change: they are in addresses that people share."""

    CALL = "call", _("Calls")
    PROGRAMME = "programme", _("Programmes")
    SERVICE = "service", _("Services")
    REGION = "region", _("Regions")
    PLACE = "place", _("Provinces and communes")
    CENTRE = "centre", _("Centres")
    QUESTION = "question", _("Questions and answers")
    NEWS = "news", _("News")
    NOTICE = "notice", _("Notices")
    DOCUMENT = "document", _("Documents")
    PAGE = "page", _("Other pages")
