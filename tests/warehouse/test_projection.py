"""The warehouse follows the records, whatever changed and however often it is told."""

from collections.abc import Callable

import pytest
from django.db import transaction

from raabta.customers.models import Customer
from raabta.kernel import changes, clock
from raabta.kernel.models import Change
from raabta.warehouse.queries import fetch
from raabta.warehouse.tables import Tables
from raabta.workspaces.models import Workspace
from raabta.workspaces.scoped import working_in

Project = Callable[[], None]


def add(workspace: Workspace, name: str) -> Customer:
    now = clock.now()
    with transaction.atomic(), working_in(workspace):
        made = Customer.objects.create(
            workspace=workspace, first_name=name, created_at=now, updated_at=now
        )
        changes.mark(workspace_id=workspace.pk, table="customer", ids=[made.pk])
    return made


def touch(customer: Customer) -> None:
    with transaction.atomic():
        customer.save()
        changes.mark(workspace_id=customer.workspace_id, table="customer", ids=[customer.pk])


def names(workspace: Workspace) -> list[str]:
    customer = Tables(workspace.pk).customer
    return sorted(name for (name,) in fetch(customer.select("name")))


def test_a_changed_row_is_loaded_again(workspace: Workspace, project: Project) -> None:
    ada = add(workspace, "Ada")
    project()
    assert names(workspace) == ["Ada"]
    ada.first_name = "Adah"
    touch(ada)
    project()
    assert names(workspace) == ["Adah"]
    assert not Change.objects.exists()


@pytest.mark.parametrize("field", ["deleted_at", "erased_at"])
def test_who_is_deleted_or_erased_leaves_the_warehouse(
    workspace: Workspace, project: Project, field: str
) -> None:
    add(workspace, "Ada")
    bob = add(workspace, "Bob")
    project()
    setattr(bob, field, clock.now())
    touch(bob)
    project()
    assert names(workspace) == ["Ada"]


def test_a_workspace_sees_its_own_rows_only(
    workspace: Workspace, other_workspace: Workspace, project: Project
) -> None:
    add(workspace, "Ada")
    with working_in(other_workspace):
        add(other_workspace, "Eve")
    project()
    assert names(workspace) == ["Ada"]
    assert names(other_workspace) == ["Eve"]
