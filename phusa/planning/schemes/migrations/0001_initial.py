import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import phusa.foundation.records.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '__first__'),
        ('assignments', '0001_initial'),
        ('instruments', '0001_initial'),
        ('organizations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Objective',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('lineage', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('code', models.CharField(blank=True, max_length=40, verbose_name='number')),
                ('position', models.PositiveIntegerField(default=0)),
                ('kind', models.CharField(choices=[('objective', 'Objective'), ('target', 'Target')], default='objective', max_length=10, verbose_name='kind')),
                ('text', models.TextField(verbose_name='text')),
                ('value_text', models.CharField(blank=True, max_length=300, verbose_name='value to be reached')),
            ],
            options={
                'ordering': ['version', 'position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Scheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('kind', models.CharField(choices=[('scheme', 'Scheme'), ('plan', 'Plan'), ('action_programme', 'Action programme'), ('annex', 'Annex of an instrument')], default='scheme', max_length=20, verbose_name='kind')),
                ('title', models.TextField(verbose_name='official title')),
                ('title_folded', models.TextField(editable=False)),
                ('sort_key', models.CharField(db_index=True, editable=False, max_length=300)),
                ('period_from', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='from year')),
                ('period_to', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='to year')),
                ('orientation', models.TextField(blank=True, verbose_name='orientation')),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('drafting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('instrument', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.instrument')),
                ('previous', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='following', to='schemes.scheme', verbose_name='previous scheme')),
            ],
            options={
                'ordering': ['sort_key', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('period_from__lte', models.F('period_to'))), name='schemes_period_is_forward'), models.CheckConstraint(condition=models.Q(('previous', models.F('pk')), _negated=True), name='schemes_not_its_own_predecessor')],
            },
        ),
        migrations.CreateModel(
            name='SchemeTitle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('text', models.TextField(verbose_name='title')),
                ('text_folded', models.TextField(editable=False)),
                ('official', models.BooleanField(default=False, verbose_name='official')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='titles', to='schemes.scheme')),
            ],
            options={
                'ordering': ['-official', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_from__lt', models.F('valid_to')), _connector='OR'), name='schemes_title_period_is_forward')],
            },
        ),
        migrations.CreateModel(
            name='SchemeVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('returned', 'Returned to be completed'), ('approved', 'Approved'), ('superseded', 'Superseded'), ('withdrawn', 'Withdrawn')], default='draft', max_length=12)),
                ('as_issued', models.BooleanField(default=False)),
                ('title', models.TextField(verbose_name='official title')),
                ('period_from', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='from year')),
                ('period_to', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='to year')),
                ('orientation', models.TextField(blank=True, verbose_name='orientation')),
                ('general_objective', models.TextField(blank=True, verbose_name='general objective')),
                ('submitted_at', models.DateTimeField(null=True)),
                ('return_reason', models.TextField(blank=True)),
                ('approved_on', models.DateField(null=True)),
                ('frozen', models.JSONField(null=True)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('based_on', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schemes.schemeversion')),
                ('instrument', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.instrument')),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='schemes.scheme')),
            ],
            options={
                'ordering': ['scheme', 'number'],
                'constraints': [models.UniqueConstraint(fields=('scheme', 'number'), name='schemes_version_number'), models.UniqueConstraint(condition=models.Q(('state', 'approved')), fields=('scheme',), name='schemes_one_version_in_force'), models.UniqueConstraint(condition=models.Q(('state__in', ('draft', 'submitted', 'returned'))), fields=('scheme',), name='schemes_one_version_being_drafted'), models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'submitted', 'returned')), models.Q(('frozen__isnull', False), models.Q(('digest', ''), _negated=True)), _connector='OR'), name='schemes_what_is_approved_is_frozen'), models.CheckConstraint(condition=models.Q(('period_from__lte', models.F('period_to'))), name='schemes_version_period')],
            },
        ),
        migrations.CreateModel(
            name='PreviousResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('value_text', models.CharField(blank=True, max_length=300, verbose_name='value reached')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('no_source', models.BooleanField(default=False, verbose_name='no source found')),
                ('objective', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schemes.objective', verbose_name='earlier target')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='previous_results', to='schemes.schemeversion')),
            ],
            options={
                'ordering': ['version', 'objective__position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('version', 'objective'), name='schemes_one_previous_result'), models.CheckConstraint(condition=models.Q(models.Q(('no_source', True), ('value_text', '')), models.Q(('no_source', False), models.Q(('value_text', ''), _negated=True), models.Q(('source', ''), _negated=True)), _connector='OR'), name='schemes_result_has_a_source_or_none_was_found')],
            },
        ),
        migrations.AddField(
            model_name='objective',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='schemes.schemeversion'),
        ),
        migrations.CreateModel(
            name='Ground',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('position', models.PositiveIntegerField(default=0)),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.instrument', verbose_name='instrument')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grounds', to='schemes.schemeversion')),
            ],
            options={
                'ordering': ['version', 'position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('version', 'instrument'), name='schemes_one_ground')],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('lineage', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('code', models.CharField(blank=True, max_length=40, verbose_name='number')),
                ('position', models.PositiveIntegerField(default=0)),
                ('focus', models.BooleanField(default=False, verbose_name='focus task')),
                ('paired_as_written', models.BooleanField(default=False, verbose_name='task and solution written as one')),
                ('assignment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scheme_tasks', to='assignments.assignment')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='schemes.schemeversion')),
            ],
            options={
                'ordering': ['version', 'position', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('version', 'lineage'), name='schemes_task_lineage'), models.UniqueConstraint(fields=('version', 'assignment'), name='schemes_task_assignment')],
            },
        ),
        migrations.CreateModel(
            name='BudgetLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('source', models.CharField(blank=True, choices=[('central_budget', 'State budget, central'), ('local_budget', 'State budget, local'), ('fund', 'Science and technology development fund'), ('counterpart', 'Counterpart funding of enterprises and organisations'), ('other', 'Other lawful sources')], max_length=20, verbose_name='source of money')),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year')),
                ('amount', models.PositiveBigIntegerField(verbose_name='amount (dong)')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='budget_lines', to='schemes.schemeversion')),
                ('task', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='budget_lines', to='schemes.task')),
            ],
            options={
                'ordering': ['version', models.OrderBy(models.F('year'), nulls_last=True), 'source', 'pk'],
                'constraints': [models.UniqueConstraint(models.F('version'), django.db.models.functions.comparison.Coalesce('task', 0), models.F('source'), django.db.models.functions.comparison.Coalesce('year', 0), name='schemes_one_budget_line')],
            },
        ),
        migrations.CreateModel(
            name='TaskGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('lineage', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('code', models.CharField(blank=True, max_length=40, verbose_name='number')),
                ('position', models.PositiveIntegerField(default=0)),
                ('title', models.TextField(verbose_name='title')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='schemes.taskgroup')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='schemes.schemeversion')),
            ],
            options={
                'ordering': ['version', 'position', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('version', 'lineage'), name='schemes_group_lineage')],
            },
        ),
        migrations.AddField(
            model_name='task',
            name='group',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='schemes.taskgroup', verbose_name='group'),
        ),
        migrations.CreateModel(
            name='Solution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('lineage', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('code', models.CharField(blank=True, max_length=40, verbose_name='number')),
                ('position', models.PositiveIntegerField(default=0)),
                ('text', models.TextField(verbose_name='text')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='schemes.schemeversion')),
                ('tasks', models.ManyToManyField(blank=True, related_name='solutions', to='schemes.task')),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='solutions', to='schemes.taskgroup', verbose_name='group')),
            ],
            options={
                'ordering': ['version', 'position', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('version', 'lineage'), name='schemes_solution_lineage')],
            },
        ),
        migrations.CreateModel(
            name='Waiver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('rule', models.CharField(max_length=60)),
                ('reason', models.TextField(verbose_name='reason')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waivers', to='schemes.schemeversion')),
            ],
            options={
                'ordering': ['version', 'at'],
                'constraints': [models.UniqueConstraint(fields=('version', 'rule'), name='schemes_one_waiver')],
            },
        ),
        migrations.AddConstraint(
            model_name='objective',
            constraint=models.UniqueConstraint(fields=('version', 'lineage'), name='schemes_objective_lineage'),
        ),
    ]
