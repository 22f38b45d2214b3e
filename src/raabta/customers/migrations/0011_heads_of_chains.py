"""Give every chain of consent lines that is there already its head."""

from django.db import migrations

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
    dependencies = [("customers", "0010_consent_heads")]
    operations = [migrations.RunPython(add_heads, migrations.RunPython.noop, elidable=True)]
