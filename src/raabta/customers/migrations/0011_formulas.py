from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0010_computed_attributes'),
    ]

    operations = [
        migrations.AddField(
            model_name='attributedefinition',
            name='formula',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='attributedefinition',
            name='formula_on',
            field=models.DateField(null=True),
        ),
    ]
