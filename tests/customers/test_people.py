import pytest

from raabta.customers import queries
from raabta.customers.models import Customer, CustomerChange, Identity
from raabta.customers.services.companies import create_company
from raabta.customers.services.identities import (
    IdentityTaken,
    InvalidIdentity,
    add_identity,
    make_primary,
    remove_identity,
    verify_identity,
)
from raabta.customers.services.people import (
    ChangedSince,
    ExternalIdTaken,
    create_customer,
    edit_customer,
    revert_change,
)
from raabta.customers.services.tags import InvalidTag, add_tags, remove_tags
from raabta.kernel.models import Change, OutboxEvent
from raabta.search.services import index_marked
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace

AYESHA = Actor(label="Ayesha", via="ui", user_id=1)


def made(workspace: Workspace, **values: object) -> Customer:
    return create_customer(workspace=workspace, actor=AYESHA, values=values)


def test_a_new_customer_has_normalised_addresses_and_is_told_of(workspace: Workspace) -> None:
    customer = create_customer(
        workspace=workspace,
        actor=AYESHA,
        values={"first_name": "Zainab", "email": " Zainab@Mail.Example ", "phone": "0300 1234567"},
        emails=["z@work.example"],
        tags=["VIP", "vip", "Wholesale"],
    )
    customer.refresh_from_db()
    assert (customer.email, customer.phone) == ("zainab@mail.example", "+923001234567")
    held = [(i.kind, i.value, i.is_primary) for i in queries.identities_of(workspace, customer.pk)]
    assert held == [
        ("email", "zainab@mail.example", True),
        ("email", "z@work.example", False),
        ("phone", "+923001234567", True),
    ]
    assert [tag.name for tag in queries.tags_of(workspace, [customer.pk])[customer.pk]] == [
        "VIP",
        "Wholesale",
    ]
    assert list(Change.objects.values_list("table", "ids")) == [("customer", [customer.pk])]
    event = OutboxEvent.objects.get()
    assert event.name == "raabta.customers.domain_events.CustomerCreated"
    assert event.payload == {"workspace_id": workspace.pk, "customer_ids": [customer.pk]}


def test_a_tag_is_one_line_without_what_no_database_stores(workspace: Workspace) -> None:
    customer = made(workspace, first_name="Zainab")
    given = add_tags(
        workspace=workspace, actor=AYESHA, customer_ids=[customer.pk], names=["Big\x00\n buyer "]
    )
    assert given == {customer.pk: ["Big buyer"]}
    taken = remove_tags(
        workspace=workspace, actor=AYESHA, customer_ids=[customer.pk], names=["Big\x00buyer"]
    )
    assert taken == {customer.pk: ["Big buyer"]}
    with pytest.raises(InvalidTag):
        add_tags(workspace=workspace, actor=AYESHA, customer_ids=[customer.pk], names=["\x00"])


def test_every_changed_field_leaves_a_line_and_what_stays_leaves_none(workspace: Workspace) -> None:
    customer = made(workspace, first_name="Zainab", city="Lahore", email="z@mail.example")
    changed = edit_customer(
        workspace=workspace,
        actor=AYESHA,
        customer_id=customer.pk,
        values={
            "first_name": "Zainab",
            "city": "Karachi",
            "email": "zz@mail.example",
            "attributes.size": 42,
        },
    )
    assert sorted(changed) == ["attributes.size", "city", "email"]
    lines = CustomerChange.objects.order_by("field").values_list("field", "old", "new", "via")
    assert list(lines) == [
        ("attributes.size", None, 42, "ui"),
        ("city", "Lahore", "Karachi", "ui"),
        ("email", "z@mail.example", "zz@mail.example", "ui"),
    ]
    assert list(Identity.objects.values_list("value", flat=True)) == ["zz@mail.example"]


def test_an_edit_that_changes_nothing_tells_nobody(workspace: Workspace) -> None:
    customer = made(workspace, city="Lahore")
    told = OutboxEvent.objects.count(), Change.objects.count()
    values = {"city": "Lahore"}
    assert (
        edit_customer(workspace=workspace, actor=AYESHA, customer_id=customer.pk, values=values)
        == ()
    )
    assert (OutboxEvent.objects.count(), Change.objects.count()) == told


def test_an_address_of_another_person_is_refused_by_name_and_nothing_is_kept(
    workspace: Workspace,
) -> None:
    made(workspace, first_name="Bilal", last_name="Khan", email="b@mail.example")
    with pytest.raises(IdentityTaken, match=r"b@mail\.example already belongs to Bilal Khan"):
        made(workspace, first_name="Copy", email="B@mail.example")
    assert Customer.objects.count() == 1


def test_text_that_is_no_address_is_refused(workspace: Workspace) -> None:
    customer = made(workspace, first_name="Bilal")
    for kind, text in [("email", "nobody"), ("phone", "12"), ("email", " ")]:
        with pytest.raises(InvalidIdentity):
            add_identity(
                workspace=workspace, actor=AYESHA, customer_id=customer.pk, kind=kind, text=text
            )
    assert not Identity.objects.exists()


def test_one_of_several_addresses_leads_and_another_follows_when_it_goes(
    workspace: Workspace,
) -> None:
    customer = made(workspace, email="a@mail.example")
    who = {"workspace": workspace, "actor": AYESHA, "customer_id": customer.pk}
    second = add_identity(**who, kind="email", text="b@mail.example")
    make_primary(**who, pk=second.pk)
    customer.refresh_from_db()
    assert customer.email == "b@mail.example"
    verify_identity(**who, pk=second.pk)
    assert Identity.objects.get(pk=second.pk).is_verified
    remove_identity(**who, pk=second.pk)
    customer.refresh_from_db()
    assert customer.email == "a@mail.example"
    assert Identity.objects.get().is_primary


def test_a_field_goes_back_unless_it_changed_since(workspace: Workspace) -> None:
    customer = made(workspace, city="Lahore")
    who = {"workspace": workspace, "actor": AYESHA}
    edit_customer(**who, customer_id=customer.pk, values={"city": "Karachi"})
    change = CustomerChange.objects.get()
    edit_customer(**who, customer_id=customer.pk, values={"city": "Multan"})
    with pytest.raises(ChangedSince):
        revert_change(**who, change=change)
    edit_customer(**who, customer_id=customer.pk, values={"city": "Karachi"})
    revert_change(**who, change=change)
    customer.refresh_from_db()
    assert customer.city == "Lahore"


def test_two_people_cannot_share_an_external_id(workspace: Workspace) -> None:
    made(workspace, external_id="17850")
    with pytest.raises(ExternalIdTaken, match="17850"):
        made(workspace, external_id="17850")
    assert Customer.objects.count() == 1


def test_a_company_gathers_people_of_its_domain_but_not_of_a_free_mail_provider(
    workspace: Workspace,
) -> None:
    before = made(workspace, email="a@acme.example")
    free = made(workspace, email="a@gmail.com")
    acme = create_company(
        workspace=workspace, actor=AYESHA, values={"name": "Acme", "domain": "acme.example"}
    )
    create_company(workspace=workspace, actor=AYESHA, values={"name": "G", "domain": "gmail.com"})
    after = made(workspace, email="b@acme.example")
    held = dict(Customer.objects.values_list("pk", "company_id"))
    assert held == {before.pk: acme.pk, free.pk: None, after.pk: acme.pk}


def test_a_quick_look_finds_by_address_number_id_and_name(workspace: Workspace) -> None:
    zainab = made(workspace, first_name="Zainab", last_name="Raza", email="z@mail.example")
    bilal = made(workspace, first_name="Bilal", phone="+923001234567", external_id="B-7")
    while index_marked():
        pass
    for text, found in [
        ("z@mail.example", zainab),
        ("z@ma", zainab),
        ("zain", zainab),
        ("zainab ra", zainab),
        ("raza", zainab),
        ("0300 1234567", bilal),
        ("B-7", bilal),
        (f"#{bilal.pk}", bilal),
    ]:
        assert queries.find_people(workspace, text, 5) == [found], text
    assert queries.find_people(workspace, "q", 5) == []
