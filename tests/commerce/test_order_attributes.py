"""The workspace's own attributes of orders: recorded, imported, edited, exported, asked for."""

from collections.abc import Callable

from raabta.audiences.question import Question
from raabta.audiences.rules import expression, parse
from raabta.commerce.models import Order
from raabta.commerce.services.attributes import edit_order_attributes
from raabta.customers.services.attributes import define_attribute
from raabta.customers.services.erasure import erase_customer
from raabta.customers.services.people import create_customer
from raabta.kernel import bus
from raabta.warehouse.queries import fetch
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import AuditEntry, ChangeSet, Workspace
from raabta.workspaces.services.change_sets import revert_change_set
from tests.commerce.lines import HEAD, brought, noted
from tests.commerce.shop import placed


def define(workspace: Workspace, label: str, kind: str = "text", **more: object) -> None:
    values = {"label": label, "kind": kind, "subject": "order", **more}
    define_attribute(workspace=workspace, actor=SYSTEM, values=values)


def test_an_order_keeps_attributes_that_a_later_recording_does_not_tell(
    workspace: Workspace,
) -> None:
    first = placed(workspace, attributes={"branch": "Lahore", "gift": True})
    placed(workspace, attributes={"gift": None})
    first.refresh_from_db()
    assert first.attributes == {"branch": "Lahore"}
    placed(workspace)
    first.refresh_from_db()
    assert first.attributes == {"branch": "Lahore"}


def test_editing_is_told_to_the_audit_trail(workspace: Workspace) -> None:
    made = placed(workspace, attributes={"branch": "Lahore"})
    values = {"branch": "Karachi", "till": 3}
    edit_order_attributes(workspace=workspace, actor=SYSTEM, order_id=made.pk, values=values)
    made.refresh_from_db()
    assert made.attributes == values
    edit_order_attributes(workspace=workspace, actor=SYSTEM, order_id=made.pk, values=values)
    entry = AuditEntry.objects.get(verb="order.edited")
    assert entry.detail == {"order": made.pk, "attributes": ["branch", "till"]}


def test_a_file_brings_attributes_and_its_revert_takes_them_back(workspace: Workspace) -> None:
    define(workspace, "Branch")
    define(workspace, "Till", "number", rules={"most": 9})
    head = HEAD.replace("Country", "Country,Branch,Till")
    before = brought(workspace, "1001,A1,LANTERN,2,2010-12-01 08:26:00,2.55,17850,Pakistan\n")
    assert before.notes.get("left_out_attribute", 0) == 0
    lines = (
        "1001,A1,LANTERN,2,2010-12-01 08:26:00,2.55,17850,Pakistan,Lahore,3\n"
        "1002,A1,LANTERN,2,2010-12-01 08:26:00,2.55,17850,Pakistan,,12\n"
        "1002,B2,HOOK,1,2010-12-01 08:26:00,1.00,17850,Pakistan,Karachi,\n"
    )
    row = brought(workspace, lines, head)
    held = dict(Order.objects.values_list("number", "attributes"))
    assert held == {"1001": {"branch": "Lahore", "till": 3}, "1002": {"branch": "Karachi"}}
    assert noted(row)["left_out_attribute"] == 1
    change_set = ChangeSet.objects.get(pk=row.change_set_id)
    revert_change_set(workspace=workspace, change_set=change_set, actor=SYSTEM)
    assert dict(Order.objects.values_list("number", "attributes")) == {"1001": {}}


def test_an_audience_asks_for_an_attribute_of_orders(
    workspace: Workspace, project: Callable[[], None]
) -> None:
    define(workspace, "Branch")
    one, two = (
        create_customer(workspace=workspace, actor=SYSTEM, values={"first_name": name})
        for name in ("One", "Two")
    )
    placed(workspace, "1", customer_id=one.pk, attributes={"branch": "Lahore"})
    placed(workspace, "2", customer_id=two.pk, attributes={"branch": "Karachi"})
    project()
    filters = [{"name": "branch", "operator": "is", "value": "lahore"}]
    rule = {"match": "all", "items": [{"key": "order_attribute", "params": {"filters": filters}}]}
    asked = Question(workspace)
    people = asked.customer.filter(expression(parse(rule), asked))
    assert fetch(people.select("customer_id")) == [(one.pk,)]


def test_an_erased_person_leaves_no_attributes_of_orders(workspace: Workspace) -> None:
    who = create_customer(workspace=workspace, actor=SYSTEM, values={"email": "a@mail.example"})
    mine = placed(workspace, "1", customer_id=who.pk, attributes={"remark": "for Ada"})
    other = placed(workspace, "2", attributes={"remark": "kept"})
    erase_customer(workspace=workspace, actor=SYSTEM, customer_id=who.pk)
    while bus.deliver_pending():
        pass
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.attributes, other.attributes) == ({}, {"remark": "kept"})
