import pytest
from django.test import Client

from raabta.objects.models import ObjectKind, ObjectLink, ObjectRecord
from raabta.objects.queries import records
from raabta.workspaces.models import User, Workspace
from tests.objects.garage import person, role, vehicle, vehicles

LIST = "/objects/"


@pytest.fixture
def site(client: Client, owner: User) -> Client:
    client.force_login(owner)
    return client


def test_a_kind_a_field_a_relation_and_a_record_are_made_in_pages(
    site: Client, workspace: Workspace
) -> None:
    asked = {"one_en": "Vehicle", "one_ur": "گاڑی", "icon": "car"}
    assert site.post(f"{LIST}new", asked).status_code == 303
    kind = ObjectKind.objects.get()
    assert (kind.key, kind.names) == (
        "vehicle",
        {"en": ["Vehicle", "Vehicle"], "ur": ["گاڑی", "گاڑی"]},
    )
    at = f"{LIST}kinds/{kind.pk}/"
    assert site.post(f"{at}fields/new", {"label": "Doors", "kind": "number"}).status_code == 303
    assert site.post(f"{at}roles", {"label": "Owner", "target": "person"}).status_code == 303
    ada = person(workspace, "Ada")
    bad = site.post(f"{at}new", {"external_id": "LHR-1", "attributes.doors": "many"})
    assert bad.status_code == 422
    assert not records(workspace).exists()
    good = {"external_id": "LHR-1", "attributes.doors": "5"}
    assert site.post(f"{at}new?customer={ada.pk}", good).status_code == 303
    assert ObjectLink.objects.get().customer_id == ada.pk
    shown = site.get(f"/customers/{ada.pk}").content.decode()
    assert shown.count("LHR-1") >= 2  # in the panel and on the timeline


def test_a_person_is_linked_by_address_and_unlinked(site: Client, workspace: Workspace) -> None:
    kind = vehicles(workspace)
    car, ada = vehicle(workspace, kind, "LHR-1"), person(workspace, "Ada")
    at = f"{LIST}records/{car.pk}/links"
    asked = {"role": role(kind, "owner").pk, "target": "nobody@shop.example"}
    site.post(at, asked)
    assert not ObjectLink.objects.exists()
    site.post(at, {**asked, "target": " ADA@shop.example"})
    found = ObjectLink.objects.get()
    assert found.customer_id == ada.pk
    assert "Ada" in site.get(f"{LIST}records/{car.pk}/").content.decode()
    site.post(f"{LIST}links/{found.pk}/delete")
    assert not ObjectLink.objects.exists()


def test_the_list_finds_sorts_exports_and_deletes(site: Client, workspace: Workspace) -> None:
    kind = vehicles(workspace)
    one, two = (vehicle(workspace, kind, plate) for plate in ("LHR-1", "KHI-2"))
    at = f"{LIST}kinds/{kind.pk}/"
    found = site.get(f"{at}?q=khi&sort=-title").content.decode()
    assert ("KHI-2" in found, "LHR-1" in found) == (True, False)
    file = b"".join(site.get(f"{at}records.csv?q=khi").streaming_content).decode()
    assert ("KHI-2" in file, "LHR-1" in file) == (True, False)
    answer = site.post(f"{at}delete", {"ids": [str(one.pk), "x"]})
    assert answer.status_code == 303
    assert list(records(workspace)) == [two]
    assert ObjectRecord.objects.count() == 2


def test_households_come_with_one_click_and_once(site: Client, workspace: Workspace) -> None:
    site.post(f"{LIST}household")
    site.post(f"{LIST}household")
    kind = ObjectKind.objects.get()
    assert kind.names["ur"] != kind.names["en"] or "Households" in kind.names["en"]
    assert role(kind, "member").is_many
