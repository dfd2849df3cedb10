"""The database itself refuses to change the audit."""

from django.db import migrations

from portal.core.audit.triggers import install, remove


class Migration(migrations.Migration):

    dependencies = [("core", "0003_outbox_audit_privacy")]

    operations = [migrations.RunPython(install, remove, elidable=False)]
