import django.db.models.deletion
import django.utils.timezone
import phusa.foundation.records.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True)),
                ('sealed_at', models.DateTimeField()),
                ('digests', models.JSONField()),
                ('previous', models.CharField(blank=True, max_length=64)),
                ('digest', models.CharField(max_length=64)),
                ('signature', models.CharField(max_length=128)),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('kind', models.CharField(max_length=80)),
                ('schema', models.PositiveSmallIntegerField(default=1)),
                ('subject_kind', models.CharField(max_length=80)),
                ('subject_uid', models.UUIDField(db_index=True)),
                ('context_uid', models.UUIDField(db_index=True, null=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('wording', models.JSONField()),
                ('salt', models.CharField(max_length=32)),
                ('wording_digest', models.CharField(max_length=64)),
                ('digest', models.CharField(max_length=64)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='journal.seal')),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['kind'], name='journal_kind'), models.Index(fields=['-at', '-id'], name='journal_newest_first')],
            },
        ),
        migrations.CreateModel(
            name='ReactionMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reaction', models.CharField(max_length=80)),
                ('done_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('error', models.TextField(blank=True)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reaction_marks', to='journal.entry')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('entry', 'reaction'), name='journal_one_mark_a_reaction')],
            },
        ),
    ]
