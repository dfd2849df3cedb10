"""Now that every call has a number, it is required and unique."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("calls", "0002_call_number")]

    operations = [
        migrations.AlterField(
            "call",
            "number",
            models.PositiveIntegerField(
                "number", unique=True, editable=False, help_text="Begins every reference of the call; given once, never changes."
            ),
        ),
    ]
