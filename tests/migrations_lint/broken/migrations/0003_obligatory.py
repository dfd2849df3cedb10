from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("broken", "0002_good")]
    operations = [migrations.AddField("thing", "must", models.TextField(default=""))]
