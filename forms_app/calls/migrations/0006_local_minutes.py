"""Deadlines already stored keep the minute they promised."""

from django.db import migrations
from django.utils import timezone


def keep_local_minutes(apps, schema_editor):
    """Write down the Moroccan minute of every deadline."""
    for call in apps.get_model("calls", "Call").objects.all():
        for name in ("opens", "closes"):
            moment = getattr(call, f"{name}_at")
            setattr(call, f"{name}_local", timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M") if moment else "")
        call.save(update_fields=["opens_local", "closes_local"])


class Migration(migrations.Migration):
    """Deadlines keep local time and zone (DESIGN section 6)."""

    dependencies = [("calls", "0005_acts_documents")]
    operations = [migrations.RunPython(keep_local_minutes, migrations.RunPython.noop)]
