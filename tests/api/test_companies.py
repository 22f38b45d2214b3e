from raabta.customers.models import Company, Customer
from tests.api.conftest import Program


def test_a_company_is_created_changed_and_deleted(api: Program) -> None:
    made = api.post("/companies", {"name": " Acme ", "domain": "Acme.Example", "external_id": "A"})
    assert made.status_code == 201
    one = made.data
    assert (one["name"], one["domain"]) == ("Acme", "acme.example")
    person = api.post("/customers", {"email": "z@acme.example"}).data
    assert person["company_id"] == one["id"]
    changed = api.patch(f"/companies/{one['id']}", {"city": "Lahore", "name": None}).data
    assert (changed["city"], changed["name"]) == ("Lahore", "Acme")
    assert [c["id"] for c in api.get("/companies?name=ac").data["data"]] == [one["id"]]
    assert api.get("/companies?domain=other.example").data["data"] == []
    assert api.delete(f"/companies/{one['id']}").status_code == 204
    assert api.get(f"/companies/{one['id']}").status_code == 404
    assert Customer.objects.get().company_id is None


def test_an_external_id_of_another_company_is_a_conflict(api: Program) -> None:
    api.post("/companies", {"name": "Acme", "external_id": "A"})
    again = api.post("/companies", {"name": "Copy", "external_id": "A"})
    assert again.status_code == 409
    assert "external id" in again.data["detail"]
    assert Company.objects.count() == 1
