from raabta.customers.models import Company, Customer
from raabta.customers.services.attributes import define_attribute
from raabta.kernel import jobs
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace
from tests.api.conftest import Program
from tests.commerce.shop import placed


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


def test_a_name_without_visible_letters_is_no_name(api: Program) -> None:
    answer = api.post("/companies", {"name": "\u200b"})
    assert answer.status_code == 422
    assert answer.data["errors"] == [{"where": "body.name", "message": "It is blank."}]
    grown = api.post("/companies", {"name": "\u0958" * 200})  # each is two once composed
    assert grown.data["errors"] == [{"where": "body.name", "message": "It is too long."}]
    assert not Company.objects.exists()


def test_an_attribute_that_is_needed_must_be_sent(api: Program, workspace: Workspace) -> None:
    values = {"label": "Size", "kind": "number", "subject": "company", "is_required": True}
    define_attribute(workspace=workspace, actor=SYSTEM, values=values)
    answer = api.post("/companies", {"name": "Acme"})
    assert answer.status_code == 422
    assert answer.data["errors"][0]["where"] == "body.attributes.size"
    assert api.post("/companies", {"name": "Acme", "attributes": {"size": 3}}).status_code == 201


def test_a_company_is_put_under_another_and_never_under_itself(api: Program) -> None:
    top = api.post("/companies", {"name": "Top"}).data
    below = api.post("/companies", {"name": "Below", "parent_id": top["id"]}).data
    assert below["parent_id"] == top["id"]
    listed = api.get(f"/companies?parent_id={top['id']}").data["data"]
    assert [one["id"] for one in listed] == [below["id"]]
    answer = api.patch(f"/companies/{top['id']}", {"parent_id": below["id"]})
    assert answer.status_code == 409
    assert api.get(f"/companies/{top['id']}").data["parent_id"] is None
    freed = api.patch(f"/companies/{below['id']}", {"parent_id": None}).data
    assert freed["parent_id"] is None


def test_a_company_has_domains_and_one_of_another_company_is_a_conflict(api: Program) -> None:
    acme = api.post("/companies", {"name": "Acme", "domains": ["acme.example", "Mail.Acme.co.uk"]})
    assert acme.data["domains"] == ["acme.example", "acme.co.uk"]
    assert acme.data["domain"] == "acme.example"
    found = api.get("/companies?domain=shop.acme.co.uk").data["data"]
    assert [one["id"] for one in found] == [acme.data["id"]]
    again = api.post("/companies", {"name": "Copy", "domains": ["acme.co.uk"]})
    assert (again.status_code, Company.objects.count()) == (409, 1)
    assert "belongs to Acme" in again.data["detail"]
    assert api.post("/companies", {"name": "All", "domains": ["co.uk"]}).status_code == 422


def test_programs_link_customers_by_domain(api: Program) -> None:
    assert api.put("/companies/linking", {"mode": "off"}).data == {"mode": "off"}
    api.post("/customers", {"email": "z@acme.example"})
    assert api.post("/companies/linking/runs", {}).status_code == 409
    api.put("/companies/linking", {"mode": "make"})
    asked = api.post("/companies/linking/runs", {}).data
    assert asked["is_preview"] is True
    assert jobs.run_next([jobs.DEFAULT])
    told = api.get(f"/companies/linking/runs/{asked['job_id']}").data
    assert (told["people"], told["new_companies"], Company.objects.count()) == (1, 1, 0)
    done = api.post("/companies/linking/runs", {"is_preview": False}).data
    assert jobs.run_next([jobs.DEFAULT])
    assert api.get(f"/companies/linking/runs/{done['job_id']}").data["people"] == 1
    assert Customer.objects.get().company_id == Company.objects.get().pk


def test_two_companies_are_merged_and_taken_apart(api: Program) -> None:
    one, two = (api.post("/companies", {"name": name}).data["id"] for name in ("Acme", "ACME Ltd"))
    assert api.get("/companies/duplicates").data == [{"company_ids": [one, two]}]
    made = api.post("/companies/merges", {"survivor_id": one, "other_id": two, "reason": "Same"})
    assert (made.status_code, made.data["reason"]) == (201, "Same")
    gone = api.get(f"/companies/{two}")
    assert (gone.status_code, gone.data["merged_into"]) == (410, one)
    assert api.get(f"/companies/merges?company_id={two}").data["data"][0]["id"] == made.data["id"]
    path = f"/companies/merges/{made.data['id']}/undo"
    assert api.post(path, {}).data["undone_at"]
    assert api.post(path, {}).status_code == 409
    assert api.get(f"/companies/{two}").status_code == 200


def test_a_companys_timeline_is_read_by_kind_and_page(api: Program, workspace: Workspace) -> None:
    company = api.post("/companies", {"name": "Acme"}).data["id"]
    person = api.post("/customers", {"first_name": "Zainab", "company_id": company}).data["id"]
    for number in (1, 2):
        placed(workspace, str(number), customer_id=person, days=number)
    path = f"/companies/{company}/timeline"
    first = api.get(f"{path}?limit=1&kind=orders").data
    assert [(one["title"], one["person"]) for one in first["data"]] == [("Order 2", "Zainab")]
    before = first["next_before"].replace("+", "%2B")
    second = api.get(f"{path}?limit=1&kind=orders&before={before}").data
    assert [one["title"] for one in second["data"]] == ["Order 1"]
    assert second["next_before"] is None
    assert api.get(f"{path}?kind=notes").data["data"] == []
