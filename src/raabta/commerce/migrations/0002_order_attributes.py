"""The workspace's own attributes of orders."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commerce', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='order',
            name='attributes',
            field=models.JSONField(default=dict),
        ),
    ]
