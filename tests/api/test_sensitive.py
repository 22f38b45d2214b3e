from collections.abc import Callable

from raabta.customers.services.people import create_customer
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import AuditEntry, Workspace
from tests.api.conftest import Program


def test_sensitive_attributes_need_a_scope_and_reading_them_is_one_line(
    api: Program, program_with: Callable[..., Program], workspace: Workspace
) -> None:
    field = {"label": "Illness", "kind": "text", "key": "illness", "is_sensitive": True}
    few = program_with("customers.view", "customers.attributes")
    assert few.post("/attributes", field).status_code == 403
    assert api.post("/attributes", field).data["is_sensitive"]
    for number in range(2):
        values = {"email": f"p{number}@mail.example", "attributes.illness": "yes"}
        create_customer(workspace=workspace, actor=SYSTEM, values=values)
    assert [row["attributes"] for row in few.get("/customers").data["data"]] == [{}, {}]
    assert not AuditEntry.objects.filter(verb="sensitive.read").exists()
    found = api.get("/customers").data["data"]
    assert [row["attributes"] for row in found] == [{"illness": "yes"}] * 2
    entry = AuditEntry.objects.get(verb="sensitive.read")
    assert (entry.actor_via, entry.detail["count"]) == ("api", 2)
    assert entry.detail["customer_ids"] == sorted(row["id"] for row in found)
