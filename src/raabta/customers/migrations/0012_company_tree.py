"""A company may stand under another one."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0011_formulas'),
        ('workspaces', '0003_longer_ways'),
    ]

    operations = [
        migrations.AddField(
            model_name='company',
            name='parent',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='customers.company'),
        ),
        migrations.AddIndex(
            model_name='company',
            index=models.Index(condition=models.Q(('parent__isnull', False)), fields=['parent'], name='company_children'),
        ),
    ]
