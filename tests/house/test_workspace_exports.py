"""Whoever leaves takes everything along: no model of a workspace is forgotten."""

import pytest
from django.apps import apps

from raabta.workspaces.scoped import WorkspaceModel
from raabta.workspaces.sealing import sealed_fields
from raabta.workspaces.workspace_export import all_tables, in_order

LABELS = [one._meta.label for one in apps.get_models() if issubclass(one, WorkspaceModel)]


@pytest.mark.parametrize("label", LABELS)
def test_a_model_of_a_workspace_leaves_with_it_or_says_why_not(label: str) -> None:
    leaves = [table.model_name for table in all_tables()].count(label)
    stays = sum(label in member.left_out for member in in_order())
    context = label.partition(".")[0]
    assert leaves + stays == 1, (
        f"{label} stands {leaves + stays} times in the workspace exports. In "
        f"src/raabta/{context}/workspace_exports.py add to `tables`\n"
        f'    Table("plural_name", "{label}"),\n'
        "with references, left_here, renewed where columns need it (see workspaces/"
        "workspace_export.py), after the models it refers to; or add to `left_out`\n"
        f'    "{label}": "the reason why it does not leave",\n'
        "A context without that file copies commerce/workspace_exports.py."
    )


def test_what_the_exports_name_exists() -> None:
    for table in all_tables():
        columns = {field.attname for field in table.model._meta.concrete_fields}
        named = {*table.references, *table.left_here, *table.owner_columns, *table.renewed}
        assert named | set(table.kept_if_free) <= columns, table.model_name
    for member in in_order():
        assert set(member.left_out) <= set(LABELS)
        assert str(member.label)


def test_a_column_with_an_id_says_of_what_it_is() -> None:
    """Else a row would point to somebody else's where it arrives."""
    for table in all_tables():
        told = {*table.references, *table.left_here, *table.owner_columns}
        for field in table.model._meta.concrete_fields:
            plain = field.get_internal_type() == "BigIntegerField"
            if plain and field.attname.endswith("_id"):
                assert field.attname in told, f"{table.model_name}.{field.attname}"


def test_no_sealed_text_and_no_key_leaves() -> None:
    from raabta.workspaces.leaving.values import described  # noqa: PLC0415

    leaving = {f"{t.model_name}.{column}" for t in all_tables() for column in described(t)}
    sealed = {f"{one.model._meta.label}.{one.field}" for one in sealed_fields}
    assert not leaving & sealed
    secret = ("password", "secret", "key_hash", "token_hash", "write_key", "sealed_")
    assert not [
        one for one in leaving if any(word in one for word in secret) and not one.endswith("_at")
    ]
