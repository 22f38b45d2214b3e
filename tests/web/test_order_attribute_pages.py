"""Attributes of orders on the pages: edited, listed, exported."""

import csv
import io

from django.test import Client
from django.urls import reverse

from raabta.workspaces.models import Membership, Workspace
from raabta.workspaces.policy import Role
from tests.commerce.shop import placed
from tests.commerce.test_order_attributes import define


def test_the_page_shows_edits_lists_and_exports_them(page: Client, workspace: Workspace) -> None:
    define(workspace, "Branch")
    define(workspace, "Till", "number", is_required=True)
    made = placed(workspace, attributes={"branch": "Lahore", "old": 1})
    address = reverse("web:orders:edit", args=[made.pk])
    assert page.post(address, {"branch": "Karachi", "till": "x"}).status_code == 422
    assert page.post(address, {"branch": "Karachi", "till": "4"}).status_code == 303
    made.refresh_from_db()
    assert made.attributes == {"branch": "Karachi", "old": 1, "till": 4}
    assert "Karachi" in page.get(reverse("web:orders:show", args=[made.pk])).content.decode()
    assert "Karachi" in page.get(reverse("web:orders:index")).content.decode()
    answer = page.get("/orders/orders.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["Branch"], row["Till"]) == ("Karachi", "4")


def test_who_may_not_edit_orders_changes_none(page: Client, workspace: Workspace) -> None:
    define(workspace, "Branch")
    made = placed(workspace, attributes={"branch": "Lahore"})
    Membership.objects.filter(workspace=workspace).update(role=Role.ANALYST)
    answer = page.post(reverse("web:orders:edit", args=[made.pk]), {"branch": "Karachi"})
    assert answer.status_code == 403
    made.refresh_from_db()
    assert made.attributes == {"branch": "Lahore"}
