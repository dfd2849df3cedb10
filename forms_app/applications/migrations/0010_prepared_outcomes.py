import django.db.models.deletion
import django.utils.timezone
import portal.core.translated
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0009_annexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PreparedOutcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('received', 'Received'), ('to_complete', 'To be completed'), ('under_review', 'Being studied'), ('preselected', 'Pre-selected'), ('waiting_list', 'On the waiting list'), ('selected', 'Selected'), ('not_selected', 'Not selected'), ('withdrawn', 'Withdrawn'), ('erased', 'Erased')], help_text='State of the file from the publication on.', max_length=20, verbose_name='outcome')),
                ('reason', models.SlugField(blank=True, help_text='Code of the reason, if one is needed.', max_length=40, verbose_name='reason')),
                ('sentence', portal.core.translated.TranslatedTextField(blank=True, help_text='Shown to her on the tracking page.', verbose_name='public sentence')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, help_text='When it was prepared.', verbose_name='when')),
                ('by', models.ForeignKey(help_text='Who prepared it.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('submission', models.OneToOneField(help_text='The file.', on_delete=django.db.models.deletion.CASCADE, related_name='prepared', to='applications.submission', verbose_name='file')),
            ],
            options={
                'verbose_name': 'prepared outcome',
                'verbose_name_plural': 'prepared outcomes',
                'ordering': ['submission'],
                'default_permissions': (),
            },
        ),
    ]
