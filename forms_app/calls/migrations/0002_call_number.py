"""Every call gets the number that begins its references."""

from django.db import migrations, models


def number_calls(apps, schema_editor):
    """In the order in which they were made."""
    Call = apps.get_model("calls", "Call")
    for number, pk in enumerate(Call.objects.order_by("pk").values_list("pk", flat=True), start=1001):
        Call.objects.filter(pk=pk).update(number=number)


class Migration(migrations.Migration):

    dependencies = [("calls", "0001_initial")]

    operations = [
        migrations.AddField(
            "call",
            "number",
            models.PositiveIntegerField(
                "number", null=True, editable=False, help_text="Begins every reference of the call; given once, never changes."
            ),
        ),
        migrations.RunPython(number_calls, migrations.RunPython.noop),
    ]
