import datetime
import django.db.models.deletion
import django.db.models.functions.comparison
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
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('standing', models.CharField(choices=[('draft', 'Draft'), ('issued', 'Issued'), ('withdrawn', 'Withdrawn'), ('absorbed', 'Taken up into the issued one')], default='draft', max_length=10)),
                ('audience', models.CharField(choices=[('internal', 'The issuing authority, the drafting and the following-up agency'), ('parties', 'Also every agency that takes part'), ('open', 'Everybody who holds a post')], default='parties', max_length=10)),
                ('issued_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_reason', models.TextField(blank=True)),
                ('origin_kind', models.CharField(max_length=40)),
                ('origin_uid', models.UUIDField()),
                ('origin_title', models.TextField()),
                ('origin_url', models.CharField(max_length=200)),
                ('code', models.CharField(blank=True, max_length=40, verbose_name='code')),
                ('position', models.PositiveIntegerField(default=0)),
                ('content', models.TextField(verbose_name='content')),
                ('product', models.TextField(blank=True, verbose_name='product')),
                ('deadline_text', models.TextField(blank=True, verbose_name='deadline as written')),
                ('deadline_state', models.CharField(choices=[('read', 'Read'), ('unread', 'Not read: kept as written'), ('empty', 'No deadline written')], default='empty', max_length=6)),
                ('terms_on', models.DateField()),
                ('starts_on', models.DateField(null=True)),
                ('due_on', models.DateField(null=True)),
                ('closes_on', models.DateField(null=True)),
                ('recurrence', models.CharField(choices=[('none', 'Once'), ('continuous', 'Continuously'), ('yearly', 'Every year'), ('half_yearly', 'Every half-year'), ('quarterly', 'Every quarter'), ('monthly', 'Every month'), ('weekly', 'Every week')], default='none', max_length=12)),
                ('lead_kind', models.CharField(choices=[('one', 'One lead agency'), ('several', 'Several joint leads'), ('collective', 'Collective lead'), ('none', 'No lead named')], default='none', max_length=10)),
                ('status', models.CharField(choices=[('not_started', 'Not started'), ('in_progress', 'In progress'), ('done', 'Done'), ('paused', 'Paused')], default='not_started', max_length=12)),
                ('percent', models.PositiveSmallIntegerField(default=0)),
                ('narrative', models.TextField(blank=True)),
                ('status_confirmed', models.BooleanField(default=True)),
                ('status_at', models.DateTimeField(null=True)),
                ('completed_on', models.DateField(null=True)),
                ('lineage', models.UUIDField(default=phusa.foundation.records.models.new_uid)),
                ('accountable', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('authority', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('drafting', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('follow_up', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('handling_officer', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('parent', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='assignments.assignment')),
                ('replaces', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='assignments.assignment')),
                ('responsible_leader', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.person')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'indexes': [models.Index(condition=models.Q(('parent__isnull', False)), fields=['parent'], name='assignments_parts'), models.Index(condition=models.Q(('replaces__isnull', False)), fields=['replaces'], name='assignments_amendments'), models.Index(condition=models.Q(('handling_officer__isnull', False)), fields=['handling_officer'], name='assignments_handled'), models.Index(condition=models.Q(('accountable__isnull', False)), fields=['accountable'], name='assignments_answered_for'), models.Index(models.F('standing'), models.OrderBy(models.Case(models.When(models.Q(('status', models.Value('not_started')), ('status', models.Value('in_progress')), _connector='OR'), then=models.Value(0)), default=models.Value(1))), models.OrderBy(django.db.models.functions.comparison.Coalesce('closes_on', models.Value(datetime.date(9999, 12, 31)))), models.F('id'), models.F('parent'), models.F('audience'), models.F('authority'), models.F('drafting'), models.F('follow_up'), name='assignments_in_turn'), models.Index(fields=['standing', 'accountable', 'status', 'closes_on', 'completed_on', 'status_confirmed', 'status_at', 'deadline_state', 'lead_kind', 'parent', 'audience', 'authority', 'drafting', 'follow_up', 'origin_uid'], name='assignments_by_agency'), models.Index(fields=['standing', 'origin_uid', 'status', 'closes_on', 'completed_on', 'status_confirmed', 'status_at', 'deadline_state', 'lead_kind', 'parent', 'audience', 'authority', 'drafting', 'follow_up', 'accountable'], name='assignments_by_origin')],
                'constraints': [models.CheckConstraint(condition=models.Q(('percent__lte', 100)), name='assignments_percent_up_to_100'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'done'), _negated=True), models.Q(('completed_on__isnull', False), ('percent', 100)), _connector='OR'), name='assignments_done_is_100_on_a_day'), models.CheckConstraint(condition=models.Q(('closes_on__isnull', True), models.Q(('closes_on__gte', models.F('due_on')), ('due_on__isnull', False)), _connector='OR'), name='assignments_closes_on_or_after_due')],
            },
        ),
        migrations.CreateModel(
            name='ProgressReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('status', models.CharField(choices=[('not_started', 'Not started'), ('in_progress', 'In progress'), ('done', 'Done'), ('paused', 'Paused')], max_length=12)),
                ('percent', models.PositiveSmallIntegerField()),
                ('narrative', models.TextField(blank=True)),
                ('reported_on', models.DateField()),
                ('period_due_on', models.DateField(null=True)),
                ('confirmed', models.BooleanField()),
                ('recorded_at', models.DateTimeField()),
                ('assignment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='assignments.assignment')),
                ('reported_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reported_for', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('supersedes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='assignments.progressreport')),
            ],
            options={
                'ordering': ['-recorded_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('percent__lte', 100)), name='assignments_report_percent_up_to_100')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='assignments.progressreport')),
            ],
        ),
        migrations.CreateModel(
            name='Roll',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('as_of', models.DateField()),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.group')),
                ('organizations', models.ManyToManyField(related_name='+', to='organizations.organization')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('group', 'as_of'), name='assignments_one_roll_a_date')],
            },
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('lead', 'Lead'), ('coordinating', 'Coordinating')], max_length=12)),
                ('group_as_of', models.DateField(null=True)),
                ('as_written', models.TextField()),
                ('duty', models.TextField(blank=True)),
                ('focal', models.BooleanField(default=False)),
                ('collective', models.BooleanField(default=False)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('assignment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='parties', to='assignments.assignment')),
                ('group', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.group')),
                ('organization', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('roll', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='assignments.roll')),
            ],
            options={
                'ordering': ['assignment', 'position'],
                'indexes': [models.Index(fields=['assignment', 'role', 'organization'], name='assignments_party_of'), models.Index(condition=models.Q(('organization__isnull', False)), fields=['organization', 'role', 'assignment'], name='assignments_party_org'), models.Index(condition=models.Q(('roll__isnull', False)), fields=['roll', 'assignment'], name='assignments_party_roll')],
                'constraints': [models.CheckConstraint(condition=models.Q(('organization__isnull', True), ('group__isnull', True), _connector='OR'), name='assignments_party_is_one_thing'), models.CheckConstraint(condition=models.Q(models.Q(('group__isnull', True), ('group_as_of__isnull', True), ('roll__isnull', True)), models.Q(('collective', True), ('group__isnull', False), ('group_as_of__isnull', False), ('roll__isnull', False)), _connector='OR'), name='assignments_group_as_of_a_date')],
            },
        ),
    ]
