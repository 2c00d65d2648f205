import django.db.models.deletion
import django.utils.timezone
import phusa.foundation.records.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '__first__'),
        ('files', '0001_initial'),
        ('organizations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('target', models.CharField(max_length=40)),
                ('title', models.TextField(verbose_name='title')),
                ('state', models.CharField(choices=[('received', 'Received'), ('reading', 'Reading the file'), ('columns', 'Columns to be confirmed'), ('staging', 'Reading the rows'), ('preview', 'To be checked'), ('applying', 'Being written'), ('applied', 'Imported'), ('undone', 'Undone'), ('kept', 'Kept, nothing to read'), ('refused', 'Refused')], default='received', max_length=12, verbose_name='state')),
                ('about', models.JSONField(default=dict)),
                ('tables', models.JSONField(default=list)),
                ('chosen', models.JSONField(default=list)),
                ('mapping', models.JSONField(default=dict)),
                ('decisions', models.JSONField(default=dict)),
                ('notes', models.JSONField(default=list)),
                ('problem', models.JSONField(null=True)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('hand', models.UUIDField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('alive_at', models.DateTimeField(null=True)),
                ('counts', models.JSONField(default=dict)),
                ('applied_at', models.DateTimeField(null=True)),
                ('result_kind', models.CharField(blank=True, max_length=80)),
                ('result_uid', models.UUIDField(null=True)),
                ('result_url', models.CharField(blank=True, max_length=300)),
                ('applied_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='on behalf of')),
                ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'import',
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(fields=['state', 'alive_at'], name='imports_at_work')],
            },
        ),
        migrations.CreateModel(
            name='StagedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('table', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('cells', models.JSONField()),
                ('full_width', models.BooleanField(default=False)),
                ('carried', models.JSONField(default=list)),
                ('after_break', models.BooleanField(default=False)),
                ('outcome', models.CharField(blank=True, choices=[('record', 'Own record'), ('heading', 'Group heading'), ('joined', 'Continues the row above'), ('repeated', 'Repeats the row above'), ('skipped', 'Left out'), ('unchanged', 'Is there already')], max_length=10)),
                ('reading', models.JSONField(default=dict)),
                ('doubts', models.JSONField(default=list)),
                ('doubtful', models.BooleanField(default=False)),
                ('decision', models.JSONField(default=dict)),
                ('applied_kind', models.CharField(blank=True, max_length=80)),
                ('applied_uid', models.UUIDField(null=True)),
                ('applied_revision', models.PositiveIntegerField(null=True)),
                ('undone', models.BooleanField(default=False)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='imports.batch')),
            ],
            options={
                'ordering': ['batch', 'position'],
                'indexes': [models.Index(fields=['batch', 'doubtful', 'position'], name='imports_doubts')],
                'constraints': [models.UniqueConstraint(fields=('batch', 'position'), name='imports_one_row_a_place')],
            },
        ),
    ]
