from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("broken", "0006_locked")]
    operations = [migrations.RenameField("thing", "name", "title")]
