# Initial tables

import django.utils.timezone
import phusa.foundation.records.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=phusa.foundation.records.models.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('illustrative', models.BooleanField(default=False, editable=False)),
                ('day', models.DateField(unique=True, verbose_name='day')),
                ('working', models.BooleanField(verbose_name='working day')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
            ],
            options={
                'ordering': ['day'],
            },
        ),
    ]
