"""Heads and anchors of the consent ledger, rights, holds; chains there already get their heads."""

import django.db.models.deletion
import raabta.customers.models.rights
from django.db import migrations, models

from raabta.workspaces.attesting import attest


HEAD = "customers.consent_head"
BATCH = 1_000


def add_heads(apps, schema_editor):
    lines = apps.get_model("customers", "ConsentRecord")._base_manager
    heads = apps.get_model("customers", "ConsentHead")._base_manager
    last = 0
    rows = lines.order_by("customer_id", "position").values_list(
        "workspace_id", "customer_id", "position", "seal"
    )
    found = {}
    for workspace_id, customer_id, position, seal in rows.iterator(chunk_size=BATCH):
        if customer_id != last and len(found) >= BATCH:
            heads.bulk_create(found.values())
            found = {}
        last = customer_id
        words = f"{workspace_id}:{customer_id}:{position}:{seal}:kept"
        found[customer_id] = heads.model(
            workspace_id=workspace_id,
            customer_id=customer_id,
            length=position,
            seal=seal,
            mark=attest(words, about=HEAD),
        )
    heads.bulk_create(found.values())


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0007_matching'),
        ('workspaces', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ConsentHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('length', models.PositiveIntegerField()),
                ('seal', models.CharField(blank=True, max_length=64)),
                ('erased_at', models.DateTimeField(null=True)),
                ('mark', models.CharField(blank=True, max_length=90)),
                ('customer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customers.customer')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ConsentAnchor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('taken_at', models.DateTimeField()),
                ('people', models.PositiveIntegerField()),
                ('lines', models.PositiveBigIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('mark', models.CharField(max_length=90)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace', 'number'), name='one_consent_anchor_a_number')],
            },
        ),
        migrations.CreateModel(
            name='ErasureRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('done', 'Done'), ('refused', 'Refused')], default='waiting', max_length=10)),
                ('via', models.CharField(max_length=20)),
                ('asked_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.CharField(blank=True, max_length=150)),
                ('reason', models.TextField(blank=True)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customers.customer')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', 'state', '-id'], name='erasures_by_state')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('customer',), name='one_waiting_erasure_a_customer')],
            },
        ),
        migrations.CreateModel(
            name='LegalHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField()),
                ('placed_at', models.DateTimeField()),
                ('placed_by', models.CharField(max_length=150)),
                ('released_at', models.DateTimeField(null=True)),
                ('released_by', models.CharField(blank=True, max_length=150)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customers.customer')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('released_at', None)), fields=('customer',), name='one_open_hold_a_customer')],
            },
        ),
        migrations.CreateModel(
            name='RightsPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('own_fields', models.JSONField(default=raabta.customers.models.rights.own_fields)),
                ('erases_at_once', models.BooleanField(default=False)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace',), name='one_rights_policy')],
            },
        ),
        migrations.RunPython(add_heads, migrations.RunPython.noop, elidable=True),
    ]
