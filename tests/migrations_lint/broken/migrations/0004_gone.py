from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("broken", "0003_obligatory")]
    operations = [migrations.RemoveField("thing", "old")]
