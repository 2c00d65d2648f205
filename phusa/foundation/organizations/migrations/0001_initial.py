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
    ]

    operations = [
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('name', models.CharField(max_length=200, unique=True, verbose_name='name')),
                ('aliases', models.JSONField(blank=True, default=list, verbose_name='other spellings')),
                ('rule_level', models.CharField(blank=True, choices=[('central', 'Central authority'), ('ministry', 'Ministry or equal'), ('province', "Provincial People's Committee"), ('department', 'Provincial department'), ('district', 'District authority'), ('commune', 'Commune authority'), ('party', 'Party body'), ('council', "People's Council"), ('enterprise', 'Enterprise'), ('association', 'Association or union'), ('institute', 'Institute, university or public service unit'), ('other', 'Other organisation')], max_length=20, verbose_name='all of this level')),
                ('sort_key', models.CharField(editable=False, max_length=200)),
            ],
            options={
                'ordering': ['sort_key', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code_digest', models.CharField(max_length=64)),
                ('expires_at', models.DateTimeField()),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='invitation', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('current_name', models.CharField(max_length=300, verbose_name='name')),
                ('current_short_name', models.CharField(blank=True, max_length=100, verbose_name='short name')),
                ('level', models.CharField(choices=[('central', 'Central authority'), ('ministry', 'Ministry or equal'), ('province', "Provincial People's Committee"), ('department', 'Provincial department'), ('district', 'District authority'), ('commune', 'Commune authority'), ('party', 'Party body'), ('council', "People's Council"), ('enterprise', 'Enterprise'), ('association', 'Association or union'), ('institute', 'Institute, university or public service unit'), ('other', 'Other organisation')], max_length=20, verbose_name='level')),
                ('active', models.BooleanField(default=True, verbose_name='active')),
                ('sort_key', models.CharField(editable=False, max_length=300)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='organizations.organization', verbose_name='parent')),
            ],
            options={
                'ordering': ['sort_key', 'pk'],
                'indexes': [models.Index(fields=['sort_key', 'id'], name='organizations_by_name')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('role', models.CharField(choices=[('specialist', 'Specialist'), ('head', 'Head of division'), ('director', 'Director'), ('clerk', 'Clerk'), ('office_specialist', "Specialist of the People's Committee's Office"), ('office_leader', "Leader of the People's Committee's Office"), ('vice_chair', "Vice chair of the People's Committee"), ('chair', "Chair of the People's Committee"), ('officer', 'Officer of a department or commune'), ('ministry_officer', 'Ministry officer'), ('ministry_leader', 'Leader of a ministry'), ('auditor', 'Auditor'), ('administrator', 'Administrator'), ('operator', 'Command line of the installation')], max_length=20, verbose_name='role')),
                ('division', models.CharField(blank=True, max_length=200, verbose_name='division')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='organizations.organization')),
            ],
            options={
                'ordering': ['user', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_from__lt', models.F('valid_to')), _connector='OR'), name='organizations_membership_period_is_forward'), models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('user', 'organization', 'role'), name='organizations_one_open_membership')],
            },
        ),
        migrations.CreateModel(
            name='GroupMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='listed', to='organizations.group')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='listed_in', to='organizations.organization')),
            ],
            options={
                'ordering': ['organization__sort_key'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_from__lt', models.F('valid_to')), _connector='OR'), name='organizations_groupmember_period_is_forward'), models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('group', 'organization'), name='organizations_listed_once')],
            },
        ),
        migrations.AddField(
            model_name='group',
            name='rule_parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='groups_under', to='organizations.organization', verbose_name='under this organisation'),
        ),
        migrations.CreateModel(
            name='Alias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('text', models.CharField(max_length=300, verbose_name='alias')),
                ('folded', models.CharField(editable=False, max_length=300)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='organizations.organization')),
            ],
            options={
                'verbose_name_plural': 'aliases',
                'ordering': ['text'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_from__lt', models.F('valid_to')), _connector='OR'), name='organizations_alias_period_is_forward'), models.UniqueConstraint(fields=('organization', 'text'), name='organizations_one_alias')],
            },
        ),
        migrations.CreateModel(
            name='OrganizationVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('name', models.CharField(max_length=300, verbose_name='name')),
                ('short_name', models.CharField(blank=True, max_length=100, verbose_name='short name')),
                ('english_name', models.CharField(blank=True, max_length=300, verbose_name='English name')),
                ('level', models.CharField(choices=[('central', 'Central authority'), ('ministry', 'Ministry or equal'), ('province', "Provincial People's Committee"), ('department', 'Provincial department'), ('district', 'District authority'), ('commune', 'Commune authority'), ('party', 'Party body'), ('council', "People's Council"), ('enterprise', 'Enterprise'), ('association', 'Association or union'), ('institute', 'Institute, university or public service unit'), ('other', 'Other organisation')], max_length=20, verbose_name='level')),
                ('folded', models.TextField(editable=False)),
                ('basis', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.instrument', verbose_name='legal basis')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='organizations.organization')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='child_versions', to='organizations.organization', verbose_name='parent')),
            ],
            options={
                'ordering': [models.OrderBy(models.F('valid_from'), nulls_first=True)],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_from__lt', models.F('valid_to')), _connector='OR'), name='organizations_version_period_is_forward'), models.UniqueConstraint(fields=('organization', 'valid_from'), name='organizations_one_version_a_day'), models.UniqueConstraint(condition=models.Q(('valid_from__isnull', True)), fields=('organization',), name='organizations_one_version_without_beginning'), models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('organization',), name='organizations_one_version_without_end')],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('full_name', models.CharField(max_length=150, verbose_name='full name')),
                ('folded', models.CharField(editable=False, max_length=150)),
                ('sort_key', models.CharField(editable=False, max_length=150)),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='person', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'verbose_name_plural': 'people',
                'ordering': ['sort_key', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('title', models.CharField(max_length=200, verbose_name='post')),
                ('protocol_order', models.PositiveSmallIntegerField(default=100, verbose_name='protocol order')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='organizations.organization')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='organizations.person')),
            ],
            options={
                'ordering': ['protocol_order', 'person__sort_key', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_from__lt', models.F('valid_to')), _connector='OR'), name='organizations_post_period_is_forward')],
            },
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('effective_on', models.DateField(verbose_name='in effect from')),
                ('scope', models.TextField(blank=True, verbose_name='scope')),
                ('basis', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.instrument', verbose_name='legal basis')),
                ('predecessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions_to', to='organizations.organization')),
                ('successor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions_from', to='organizations.organization')),
            ],
            options={
                'ordering': ['effective_on', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('predecessor', 'successor'), name='organizations_one_succession'), models.CheckConstraint(condition=models.Q(('predecessor', models.F('successor')), _negated=True), name='organizations_not_its_own_successor')],
            },
        ),
    ]
