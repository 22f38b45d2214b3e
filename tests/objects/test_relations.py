"""What is linked with whom, as pages, timelines and merges tell it."""

from django.test import Client

from raabta.customers.services.companies import create_company
from raabta.customers.services.merging.merge import merge_customers
from raabta.customers.services.merging.unmerge import unmerge
from raabta.objects.models import ObjectLink, ObjectLinkChange, ObjectRecord
from raabta.objects.services.household import make_household
from raabta.objects.services.kinds import add_role
from raabta.objects.services.links import forget_person, unlink
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import User, Workspace
from tests.objects.garage import give, person, vehicle, vehicles


def test_a_company_shows_its_records_and_gets_new_ones(
    client: Client, owner: User, workspace: Workspace
) -> None:
    client.force_login(owner)
    kind = vehicles(workspace)
    acme = create_company(workspace=workspace, actor=SYSTEM, values={"name": "Acme"})
    assert client.get(f"/companies/{acme.pk}").context["panels"] == []
    add_role(
        workspace=workspace,
        kind=kind,
        values={"key": "keeper", "label": "Keeper", "target": "company"},
    )
    at = f"/objects/kinds/{kind.pk}/new?company={acme.pk}"
    assert client.post(at, {"external_id": "LHR-1"}).status_code == 303
    assert ObjectLink.objects.get().company_id == acme.pk
    (panel,) = client.get(f"/companies/{acme.pk}").context["panels"]
    assert "LHR-1" in panel.body
    assert f"?company={acme.pk}" in panel.body


def test_links_are_told_on_the_timeline_and_on_the_record(
    client: Client, owner: User, workspace: Workspace
) -> None:
    client.force_login(owner)
    car = vehicle(workspace, vehicles(workspace), "A")
    ada, bob = person(workspace, "Ada"), person(workspace, "Bob")
    give(workspace, car, ada, "owner")
    give(workspace, car, bob, "owner")  # it changes hands
    unlink(workspace=workspace, actor=SYSTEM, link_id=ObjectLink.objects.get().pk)
    told = ObjectLinkChange.objects.order_by("pk").values_list("customer_id", "is_linked")
    assert list(told) == [(ada.pk, True), (ada.pk, False), (bob.pk, True), (bob.pk, False)]
    page = client.get(f"/customers/{ada.pk}").content.decode()
    assert "Vehicle added" in page
    assert "Vehicle taken away" in page
    assert "Bob" in client.get(f"/objects/records/{car.pk}/").content.decode()


def test_a_household_has_several_people_and_a_merge_keeps_them(workspace: Workspace) -> None:
    kind = make_household(workspace=workspace, actor=SYSTEM)
    home = vehicle(workspace, kind, "H1", name="Gulberg 12")
    ada, old = person(workspace, "Ada"), person(workspace, "Adaold")
    bob = person(workspace, "Bob")
    for one in (old, bob):
        give(workspace, home, one, "member")
    merge = merge_customers(workspace=workspace, actor=SYSTEM, survivor_id=ada.pk, other_id=old.pk)
    held = ObjectLink.objects.filter(record=home).values_list("customer_id", flat=True)
    assert set(held) == {ada.pk, bob.pk}
    assert ObjectLinkChange.objects.filter(customer=ada).count() == 1
    unmerge(workspace=workspace, actor=SYSTEM, merge_id=merge.pk)
    held = ObjectLink.objects.filter(record=home).values_list("customer_id", flat=True)
    assert set(held) == {old.pk, bob.pk}
    assert ObjectLinkChange.objects.filter(customer=old).count() == 1


def test_who_is_erased_is_in_no_history(workspace: Workspace) -> None:
    car, ada = vehicle(workspace, vehicles(workspace), "A"), person(workspace, "Ada")
    give(workspace, car, ada, "owner")
    forget_person(workspace=workspace, customer_id=ada.pk)
    assert not ObjectLinkChange.objects.exists()
    assert ObjectRecord.objects.count() == 1
