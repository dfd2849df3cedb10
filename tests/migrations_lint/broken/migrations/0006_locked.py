from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("broken", "0005_allowed")]
    operations = [migrations.AddIndex("thing", models.Index(fields=["name"], name="thing_name"))]
