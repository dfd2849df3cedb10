from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("broken", "0004_gone")]
    operations = [migrations.AddIndex("thing", models.Index(fields=["must"], name="thing_must"))]
