"""Several domains a company, and what a workspace does with them."""

import django.db.models.deletion
from django.db import migrations, models


def domains_of_companies(apps, schema_editor):
    """The oldest company that has a domain owns it, as it did so far."""
    from raabta.customers.mail_domains import domain_in

    company = apps.get_model("customers", "Company")
    domain_row = apps.get_model("customers", "CompanyDomain")
    found = {}
    held = company._base_manager.filter(deleted_at=None).exclude(domain="").order_by("pk")
    for pk, workspace, text in held.values_list("pk", "workspace_id", "domain").iterator():
        if domain := domain_in(text):
            found.setdefault((workspace, domain), pk)
    domain_row._base_manager.bulk_create(
        (
            domain_row(workspace_id=workspace, company_id=pk, domain=domain, is_primary=True)
            for (workspace, domain), pk in found.items()
        ),
        batch_size=1_000,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0012_company_tree'),
        ('workspaces', '0003_longer_ways'),
    ]

    operations = [
        migrations.CreateModel(
            name='CompanyDomain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('domain', models.CharField(max_length=253)),
                ('is_primary', models.BooleanField(default=False)),
                ('company', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='domains', to='customers.company')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
            ],
            options={
                'indexes': [models.Index(fields=['company'], name='domains_of_company')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'domain'), name='one_company_a_domain'), models.UniqueConstraint(condition=models.Q(('is_primary', True)), fields=('company',), name='one_primary_domain')],
            },
        ),
        migrations.CreateModel(
            name='LinkingSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mode', models.CharField(choices=[('off', 'Off'), ('link', 'Link'), ('make', 'Make')], default='link', max_length=10)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace',), name='one_linking_settings_a_workspace')],
            },
        ),
        migrations.CreateModel(
            name='CompanyMerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('actor', models.CharField(max_length=150)),
                ('via', models.CharField(max_length=20)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('choices', models.JSONField(default=dict)),
                ('values', models.JSONField(default=dict)),
                ('moved', models.JSONField(default=dict)),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('undone_by', models.CharField(blank=True, max_length=150)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='company',
            name='one_company_an_external_id',
        ),
        migrations.AddField(
            model_name='company',
            name='merged_into',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='customers.company'),
        ),
        migrations.AddIndex(
            model_name='company',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='companies_merged_away'),
        ),
        migrations.AddConstraint(
            model_name='company',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('external_id', ''), _negated=True), ('deleted_at', None)), fields=('workspace', 'external_id'), name='one_company_an_external_id'),
        ),
        migrations.AddField(
            model_name='companymerge',
            name='other',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customers.company'),
        ),
        migrations.AddField(
            model_name='companymerge',
            name='survivor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customers.company'),
        ),
        migrations.AddField(
            model_name='companymerge',
            name='workspace',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace'),
        ),
        migrations.AddConstraint(
            model_name='companymerge',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('other',), name='merged_into_one_company'),
        ),
        migrations.AddConstraint(
            model_name='companymerge',
            constraint=models.CheckConstraint(condition=models.Q(('survivor', models.F('other')), _negated=True), name='no_company_merges_with_itself'),
        ),
        migrations.RunPython(domains_of_companies, migrations.RunPython.noop),
    ]
