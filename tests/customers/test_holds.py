import pytest
from django.test import Client

from raabta.customers.models import Customer, ErasureRequest, LegalHold
from raabta.customers.queries.rights import held_among, open_hold
from raabta.customers.services.erasure import OnHold, erase_customer
from raabta.customers.services.holds import AlreadyOnHold, place_hold, release_hold
from raabta.customers.services.merging.merge import merge_customers
from raabta.customers.services.merging.unmerge import unmerge
from raabta.customers.services.people import create_customer
from raabta.customers.services.rights import (
    approve_erasure,
    change_rights_policy,
    request_erasure,
)
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import AuditEntry, User, Workspace

AYESHA = Actor(label="Ayesha", via="ui", user_id=1)


@pytest.fixture
def zainab(workspace: Workspace) -> Customer:
    return create_customer(workspace=workspace, actor=AYESHA, values={"first_name": "Zainab"})


def test_nobody_on_hold_is_erased_by_hand(workspace: Workspace, zainab: Customer) -> None:
    who = {"workspace": workspace, "actor": AYESHA, "customer_id": zainab.pk}
    place_hold(**who, reason="Court case 12")
    with pytest.raises(AlreadyOnHold):
        place_hold(**who, reason="Another")
    with pytest.raises(OnHold):
        erase_customer(**who)
    assert held_among(workspace, [zainab.pk, 999]) == {zainab.pk}
    zainab.refresh_from_db()
    assert (zainab.first_name, zainab.erased_at) == ("Zainab", None)

    assert release_hold(**who) is True
    assert release_hold(**who) is False
    erase_customer(**who)
    assert LegalHold.objects.get().released_by == "Ayesha"
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["hold.placed", "hold.released", "customer.erased"]


def test_nobody_on_hold_is_erased_at_their_own_request(
    workspace: Workspace, zainab: Customer
) -> None:
    who = {"workspace": workspace, "actor": AYESHA, "customer_id": zainab.pk}
    change_rights_policy(workspace=workspace, actor=AYESHA, own_fields=[], erases_at_once=True)
    place_hold(**who, reason="Court case 12")
    request = request_erasure(**who, is_confirmed=True)
    assert request.state == "waiting"
    with pytest.raises(OnHold):
        approve_erasure(workspace=workspace, actor=AYESHA, request=request)
    assert ErasureRequest.objects.get().state == "waiting"


def test_the_pages_place_tell_and_release_a_hold(
    workspace: Workspace, owner: User, zainab: Customer
) -> None:
    page = Client()
    page.force_login(owner)
    url = f"/settings/rights/holds/{zainab.pk}"
    assert page.post(url, {"reason": " "}).status_code == 422
    assert page.post(url, {"reason": "Court case 12"}).status_code == 303
    assert "Court case 12" in page.get(url).content.decode()
    assert "On legal hold" in page.get(f"/customers/{zainab.pk}").content.decode()
    refused = page.post(f"/customers/{zainab.pk}/erase", {"name": "Zainab"})
    assert refused.status_code == 422
    assert "This customer is on legal hold." in refused.content.decode()
    assert page.post(url, {"release": "1"}).status_code == 303
    assert page.post(f"/customers/{zainab.pk}/erase", {"name": "Zainab"}).status_code == 303
    zainab.refresh_from_db()
    assert zainab.erased_at is not None


def test_a_hold_goes_along_with_a_merge_and_back(workspace: Workspace, zainab: Customer) -> None:
    twin = create_customer(workspace=workspace, actor=AYESHA, values={"first_name": "Zaynab"})
    place_hold(workspace=workspace, actor=AYESHA, customer_id=twin.pk, reason="A lawsuit")
    merge = merge_customers(
        workspace=workspace, actor=AYESHA, survivor_id=zainab.pk, other_id=twin.pk
    )
    with pytest.raises(OnHold):
        erase_customer(workspace=workspace, actor=AYESHA, customer_id=zainab.pk)
    unmerge(workspace=workspace, actor=AYESHA, merge_id=merge.pk)
    assert open_hold(workspace, zainab.pk) is None
    assert open_hold(workspace, twin.pk) is not None


def test_two_holds_stay_two_and_both_must_be_released(
    workspace: Workspace, zainab: Customer
) -> None:
    twin = create_customer(workspace=workspace, actor=AYESHA, values={"first_name": "Zaynab"})
    for customer in (zainab, twin):
        place_hold(workspace=workspace, actor=AYESHA, customer_id=customer.pk, reason="A lawsuit")
    merge_customers(workspace=workspace, actor=AYESHA, survivor_id=zainab.pk, other_id=twin.pk)
    for _each in range(2):
        with pytest.raises(OnHold):
            erase_customer(workspace=workspace, actor=AYESHA, customer_id=zainab.pk)
        assert release_hold(workspace=workspace, actor=AYESHA, customer_id=zainab.pk)
    erase_customer(workspace=workspace, actor=AYESHA, customer_id=zainab.pk)
