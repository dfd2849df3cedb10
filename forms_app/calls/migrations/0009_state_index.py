from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("calls", "0008_telling"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="call",
            index=models.Index(
                fields=["published_at", "cancelled_at", "results_published_at", "opens_at", "closes_at", "review_started_at", "kind", "programme"],
                name="call_state",
            ),
        ),
    ]
