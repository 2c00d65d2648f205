import django.db.models.deletion
import django.utils.timezone
import phusa.foundation.records.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '__first__'),
        ('assignments', '0001_initial'),
        ('files', '0001_initial'),
        ('instruments', '0001_initial'),
        ('organizations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Conclusion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('title', models.TextField(verbose_name='title')),
                ('opening', models.TextField(blank=True, verbose_name='what was assessed, in general')),
                ('state', models.CharField(choices=[('draft', 'Being drafted'), ('with_chair', 'With the chair'), ('agreed', 'Agreed by the chair, to be issued'), ('issued', 'Issued'), ('withdrawn', 'Withdrawn')], default='draft', max_length=10)),
                ('sent_at', models.DateTimeField(null=True)),
                ('return_reason', models.TextField(blank=True)),
                ('agreed_at', models.DateTimeField(null=True)),
                ('signer_name', models.CharField(blank=True, max_length=150, verbose_name='signed by')),
                ('signer_post', models.CharField(blank=True, max_length=300, verbose_name='post of the signer')),
                ('issued_at', models.DateTimeField(null=True)),
                ('withdrawn_reason', models.TextField(blank=True)),
                ('frozen', models.JSONField(null=True)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('agreed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('instrument', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.instrument')),
                ('signed_file', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
            ],
            options={
                'ordering': ['-meeting__held_on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'with_chair', 'agreed')), models.Q(('frozen__isnull', False), ('instrument__isnull', False), models.Q(('digest', ''), _negated=True)), _connector='OR'), name='meetings_what_is_issued_is_frozen')],
            },
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('assignment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='conclusion_line', to='assignments.assignment')),
                ('conclusion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='meetings.conclusion')),
            ],
            options={
                'ordering': ['conclusion', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('kind', models.CharField(choices=[('working_visit', 'Working visit'), ('committee', "Meeting of the People's Committee"), ('yearly_review', 'Yearly review'), ('other', 'Other meeting')], max_length=20, verbose_name='kind')),
                ('title', models.TextField(verbose_name='title')),
                ('title_folded', models.TextField(editable=False)),
                ('sort_key', models.CharField(editable=False, max_length=300)),
                ('held_on', models.DateField(db_index=True, verbose_name='held on')),
                ('place', models.CharField(blank=True, max_length=300, verbose_name='place')),
                ('chair_name', models.CharField(blank=True, max_length=150, verbose_name='chair')),
                ('chair_post', models.CharField(blank=True, max_length=300, verbose_name='post of the chair that day')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('held', 'Has been held'), ('cancelled', 'Cancelled')], default='planned', max_length=10)),
                ('cancelled_reason', models.TextField(blank=True)),
                ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('chair', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.person')),
                ('drafting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
            ],
            options={
                'ordering': ['-held_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Dossier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='dossier', to='meetings.meeting')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('name', models.CharField(max_length=300, verbose_name='name of the delegation')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='delegations', to='meetings.meeting')),
            ],
            options={
                'ordering': ['meeting', 'position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'organization'), name='meetings_one_delegation_of_each')],
            },
        ),
        migrations.AddField(
            model_name='conclusion',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conclusions', to='meetings.meeting'),
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('file', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='papers', to='meetings.meeting')),
                ('side', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
            ],
            options={
                'ordering': ['meeting', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('delegation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participants', to='meetings.delegation')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.person')),
            ],
            options={
                'ordering': ['delegation', 'position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('delegation', 'name'), name='meetings_one_participant_of_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('key', models.CharField(max_length=120)),
                ('number', models.PositiveSmallIntegerField(default=1)),
                ('content', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('frozen_at', models.DateTimeField()),
                ('frozen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pictures', to='meetings.meeting')),
            ],
            options={
                'ordering': ['meeting', 'key', '-number'],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'key', 'number'), name='meetings_picture_number')],
            },
        ),
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('reason', models.TextField(verbose_name='why it is not done')),
                ('wanted_term', models.TextField(blank=True, verbose_name='term asked for')),
                ('asked_at', models.DateTimeField()),
                ('decision', models.CharField(blank=True, choices=[('waived', 'Waived'), ('new_term', 'A new term'), ('upheld', 'To be done as it stands')], max_length=10)),
                ('decision_text', models.TextField(blank=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_for', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='meetings.line')),
            ],
            options={
                'ordering': ['line', '-asked_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('decision', '')), fields=('line',), name='meetings_one_open_referral')],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('kind', models.CharField(choices=[('minutes', 'Minutes of the meeting'), ('notice', 'Conclusion notice'), ('press', 'Press item on the meeting'), ('audio', 'Audio file'), ('letter', 'Letter')], max_length=10, verbose_name='kind')),
                ('title', models.TextField(verbose_name='title')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='of the day')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='address')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('file', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('instrument', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='instruments.instrument')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sources', to='meetings.meeting')),
            ],
            options={
                'ordering': ['meeting', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PostAsSaid',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300, verbose_name='post')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='posts', to='meetings.participant')),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.post')),
                ('source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meetings.source')),
            ],
            options={
                'ordering': ['participant', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('participant', 'source', 'text'), name='meetings_one_post_of_a_source'), models.UniqueConstraint(condition=models.Q(('source__isnull', True)), fields=('participant', 'text'), name='meetings_one_post_without_a_source')],
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('result', 'Result'), ('judgement', 'Judgement'), ('fell_short', 'What fell short'), ('proposal', 'Proposal'), ('recommendation', 'Recommendation'), ('commitment', 'Commitment'), ('agreement', 'Agreement')], max_length=15, verbose_name='kind')),
                ('text', models.TextField(verbose_name='text')),
                ('figure_text', models.CharField(blank=True, max_length=300, verbose_name='figure, as it was said')),
                ('delegation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='meetings.delegation')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='statements', to='meetings.meeting')),
                ('source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='meetings.source')),
                ('speaker', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='meetings.participant')),
            ],
            options={
                'ordering': ['meeting', 'number'],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'number'), name='meetings_statement_number')],
            },
        ),
        migrations.CreateModel(
            name='Assigned',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assignment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='of_statement', to='assignments.assignment')),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assigned', to='meetings.statement')),
            ],
        ),
        migrations.AddConstraint(
            model_name='conclusion',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('meeting',), name='meetings_one_conclusion_of_a_meeting'),
        ),
    ]
