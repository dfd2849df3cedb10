"""The register among the open data."""

import datetime as dt
from typing import cast

from django.urls import reverse
from django.utils.translation import gettext as _

from forms_app.applications.models import RegisterFile
from portal.core.formats import format_date
from portal.core.opendata import DataFile, DataSet

_LAST_DAYS = 7


def register_texts() -> list[DataSet]:
    """What ``/data/`` lists of it: the texts of the last days, and the fingerprints of all."""
    days = RegisterFile.objects.filter(day__isnull=False).only("name", "day").order_by("-day")[:_LAST_DAYS]
    files = [DataFile(format_date(cast("dt.date", file.day)), reverse("register_text", args=[file.name]), "TXT") for file in days]
    if files:
        files.append(DataFile(_("Fingerprints of all texts"), reverse("register_sums"), "SHA256SUMS"))
    text = _("Each line stands for one application that arrived that day, and names nobody. Whoever has the receipt can check her line.")
    return [DataSet(_("Public register of applications"), text, tuple(files))]
