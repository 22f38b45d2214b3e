"""The lists of companies, orders and products as files."""

import csv
import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from raabta.commerce.models import Product
from raabta.customers.models import Company, Customer
from raabta.customers.services.imports import receive_file
from raabta.kernel import clock
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import AuditEntry, Membership, Workspace
from raabta.workspaces.policy import Role
from tests.commerce.shop import line, person, placed

pytestmark = pytest.mark.django_db


def content(page: Client, address: str) -> bytes:
    answer = page.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return b"".join(answer.streaming_content)


def rows(page: Client, address: str) -> list[list[str]]:
    text = content(page, address).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_orders_are_exported_as_the_list_is_filtered(page: Client, workspace: Workspace) -> None:
    placed(workspace, "A-1", line(unit=1_050), customer_id=person(workspace).pk)
    placed(workspace, "B-1")
    heading, *found = rows(page, "/orders/orders.csv?q=A-1")
    assert heading[:4] == ["Number", "Placed", "State", "Customer"]
    assert len(found) == 1
    assert found[0][:4] == ["A-1", "2026-03-10T12:00:00+00:00", "Placed", "Ada"]
    assert found[0][7:10] == ["PKR", "10.5", "0.0"]
    entry = AuditEntry.objects.get(verb="list.exported")
    assert (entry.target_label, entry.detail) == ("Orders", {"format": "csv", "rows": 1})


def test_exported_lines_are_recognised_by_the_import(page: Client, workspace: Workspace) -> None:
    placed(workspace, "A-1", line("X", 2), line("Y"))
    file = content(page, "/orders/lines.csv")
    taken = receive_file(
        workspace=workspace,
        actor=SYSTEM,
        target="order_lines",
        filename="lines.csv",
        pieces=iter([file]),
    )
    assert set(taken.mapping.values()) >= {
        "number", "placed_at", "sku", "name", "quantity", "unit", "external_id", "email",
        "country", "currency", "category",
    }  # fmt: skip
    assert file.count(b"A-1") == 2


def test_companies_and_products_are_exported_to_excel(page: Client, workspace: Workspace) -> None:
    now = clock.now()
    Company.objects.create(workspace=workspace, name="=SUM(1)", created_at=now, updated_at=now)
    placed(workspace, "A-1", line("X", name="Lamp"))
    for address, cell, value in [
        ("/companies/companies.xlsx", "A2", "=SUM(1)"),
        ("/products/products.xlsx", "B2", "Lamp"),
    ]:
        sheet = load_workbook(io.BytesIO(content(page, address))).active
        assert (sheet[cell].value, sheet[cell].data_type) == (value, "s")
    assert page.get("/companies/companies.pdf").status_code == 404


def test_who_may_not_export_gets_no_file(page: Client, workspace: Workspace) -> None:
    Membership.objects.filter(workspace=workspace).update(role=Role.AGENT)
    for address in (
        "/orders/orders.csv",
        "/orders/lines.csv",
        "/products/products.csv",
        "/companies/companies.csv",
    ):
        assert page.get(address).status_code == 403
    assert "orders.csv" not in page.get("/orders/").content.decode()
    assert not AuditEntry.objects.filter(verb="list.exported").exists()


def test_who_was_deleted_is_neither_linked_nor_exported(page: Client, workspace: Workspace) -> None:
    gone = person(workspace, "Gone")
    made = placed(workspace, "A-1", line("X"), customer_id=gone.pk)
    Customer.objects.filter(pk=gone.pk).update(deleted_at=clock.now())
    product = Product.objects.get().pk
    for address in ("/orders/", f"/orders/{made.pk}", f"/products/{product}"):
        text = page.get(address).content.decode()
        assert "Deleted or erased" in text
        assert f"/customers/{gone.pk}" not in text
    assert b"Gone" not in content(page, "/orders/orders.csv") + content(page, "/orders/lines.csv")
