# Initial tables

import django.db.models.deletion
import django.utils.timezone
import phusa.foundation.records.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Instrument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('kind', models.CharField(choices=[('law', 'Law'), ('resolution', 'Resolution'), ('decree', 'Decree'), ('decision', 'Decision'), ('circular', 'Circular'), ('directive', 'Directive'), ('conclusion', 'Conclusion'), ('programme', 'Programme'), ('plan', 'Plan'), ('scheme', 'Scheme'), ('submission', 'Submission'), ('report', 'Report'), ('notice', 'Notice'), ('minutes', 'Minutes'), ('letter', 'Official letter'), ('press', 'Press item'), ('other', 'Other instrument')], max_length=20, verbose_name='kind')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='number')),
                ('title', models.TextField(verbose_name='title')),
                ('issuer_name', models.CharField(blank=True, max_length=300, verbose_name='issued by')),
                ('issued_on', models.DateField(blank=True, null=True, verbose_name='issued on')),
                ('effective_on', models.DateField(blank=True, null=True, verbose_name='in effect from')),
                ('degree_of_secrecy', models.CharField(choices=[('normal', 'Not secret'), ('confidential', 'Confidential (Mật)'), ('secret', 'Secret (Tối mật)'), ('top_secret', 'Top secret (Tuyệt mật)')], default='normal', max_length=20, verbose_name='degree of secrecy')),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='source')),
                ('folded', models.TextField(editable=False)),
                ('sort_key', models.CharField(editable=False, max_length=200)),
            ],
            options={
                'ordering': [models.OrderBy(models.F('issued_on'), descending=True, nulls_last=True), '-pk'],
                'indexes': [models.Index(fields=['issued_on'], name='instruments_issued_on'), models.Index(fields=['number'], name='instruments_number')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('number', 'issued_on', 'issuer_name'), name='instruments_one_number_a_day_and_issuer'), models.CheckConstraint(condition=models.Q(('degree_of_secrecy', 'normal')), name='instruments_nothing_secret')],
            },
        ),
        migrations.CreateModel(
            name='InstrumentRelation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('implements', 'implements'), ('continues', 'continues'), ('replaces', 'replaces'), ('amends', 'amends'), ('based_on', 'is based on')], max_length=20, verbose_name='relation')),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relations', to='instruments.instrument')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relations_of_others', to='instruments.instrument')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('instrument', 'other', 'kind'), name='instruments_one_relation'), models.CheckConstraint(condition=models.Q(('instrument', models.F('other')), _negated=True), name='instruments_not_to_itself')],
            },
        ),
    ]
