import django.db.models.deletion
import django.utils.timezone
import phusa.foundation.records.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '__first__'),
        ('instruments', '0001_initial'),
        ('organizations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('measure', models.CharField(choices=[('count', 'A count'), ('money', 'Money'), ('percent', 'A percentage'), ('quantity', 'Another quantity')], default='count', max_length=10, verbose_name='sort of number')),
                ('unit', models.CharField(max_length=60, verbose_name='unit')),
                ('roll_up', models.CharField(choices=[('each_year', 'Of one year alone: years may be added'), ('cumulative', 'Since the beginning: the last one holds'), ('level', 'On a day: places may be added, years may not'), ('never', 'A rate: never added')], default='cumulative', max_length=12, verbose_name='roll-up')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('itemised_by', models.CharField(blank=True, max_length=60, verbose_name='itemised by')),
                ('folded', models.CharField(editable=False, max_length=200)),
                ('sort_key', models.CharField(editable=False, max_length=200)),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='authority')),
            ],
            options={
                'ordering': ['sort_key', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('authority', 'name'), name='indicators_one_name_an_authority')],
            },
        ),
        migrations.CreateModel(
            name='ReportedFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('audience', models.CharField(choices=[('own_side', 'The side that recorded it'), ('open', 'Everybody who holds a post')], default='own_side', max_length=10, verbose_name='who may see it')),
                ('as_said', models.CharField(max_length=200, verbose_name='as said')),
                ('read_as', models.CharField(blank=True, max_length=200, verbose_name='to be read as')),
                ('reading', models.JSONField()),
                ('reading_state', models.CharField(choices=[('read', 'Read'), ('unit_missing', 'Unit not stated'), ('other_unit', 'Another unit'), ('unread', 'Not read: kept as said')], max_length=14)),
                ('scope', models.CharField(blank=True, max_length=300, verbose_name='scope')),
                ('basis', models.CharField(choices=[('not_stated', 'not stated'), ('approved', 'approved'), ('committed', 'committed'), ('paid', 'paid'), ('counted', 'counted')], default='not_stated', max_length=12, verbose_name='basis')),
                ('as_of', models.DateField(blank=True, null=True, verbose_name='as of')),
                ('said_on', models.DateField(blank=True, null=True, verbose_name='said on')),
                ('speaker', models.CharField(blank=True, max_length=300, verbose_name='who said it')),
                ('source_text', models.CharField(blank=True, max_length=500, verbose_name='source')),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='address of the source')),
                ('about_kind', models.CharField(blank=True, max_length=40)),
                ('about_uid', models.UUIDField(null=True)),
                ('said_in_kind', models.CharField(blank=True, max_length=40)),
                ('said_in_uid', models.UUIDField(null=True)),
                ('correction_reason', models.TextField(blank=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_reason', models.TextField(blank=True)),
                ('folded', models.TextField(editable=False)),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='indicators.indicator')),
                ('instrument', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.instrument')),
                ('keeper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('recorded_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('speaker_organization', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('speaker_person', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.person')),
                ('supersedes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='indicators.reportedfigure')),
            ],
            options={
                'ordering': [models.OrderBy(models.F('said_on'), descending=True, nulls_last=True), '-pk'],
                'indexes': [models.Index(condition=models.Q(('about_uid__isnull', False)), fields=['about_uid'], name='indicators_about'), models.Index(condition=models.Q(('said_in_uid__isnull', False)), fields=['said_in_uid'], name='indicators_said_in')],
                'constraints': [models.CheckConstraint(condition=models.Q(('instrument__isnull', False), models.Q(('source_text', ''), _negated=True), _connector='OR'), name='indicators_figure_has_a_source'), models.CheckConstraint(condition=models.Q(models.Q(('about_kind', ''), ('about_uid__isnull', True)), models.Q(models.Q(('about_kind', ''), _negated=True), ('about_uid__isnull', False)), _connector='OR'), name='indicators_about_is_whole'), models.CheckConstraint(condition=models.Q(models.Q(('said_in_kind', ''), ('said_in_uid__isnull', True)), models.Q(models.Q(('said_in_kind', ''), _negated=True), ('said_in_uid__isnull', False)), _connector='OR'), name='indicators_said_in_is_whole')],
            },
        ),
    ]
