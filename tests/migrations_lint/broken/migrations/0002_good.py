from django.db import migrations, models

from portal.core.migrating import AddIndexBeside


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("broken", "0001_initial")]
    operations = [
        migrations.AddField("thing", "maybe", models.TextField(null=True)),
        migrations.AddField("thing", "count", models.IntegerField(db_default=0)),
        migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True)), ("name", models.TextField(db_index=True))]),
        AddIndexBeside("thing", models.Index(fields=["maybe"], name="thing_maybe")),
    ]
