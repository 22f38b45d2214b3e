from hashlib import sha256

from raabta.customers.deed import SetField
from raabta.customers.models import (
    Consent,
    ConsentRecord,
    Customer,
    CustomerChange,
    CustomerTag,
    Identity,
    Note,
)
from raabta.customers.selections import Listed
from raabta.customers.services.bulk_jobs import bulk_edit
from raabta.customers.services.consent import Answer, record_consent
from raabta.customers.services.erasure import erase_customer
from raabta.customers.services.notes import write_note
from raabta.customers.services.people import create_customer, edit_customer
from raabta.kernel.models import Change, OutboxEvent
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.change_sets import revert_change_set

AYESHA = Actor(label="Ayesha", via="ui", user_id=1)


def test_an_erased_person_leaves_numbers_and_no_trace(workspace: Workspace) -> None:
    values = {"first_name": "Zainab", "email": "z@mail.example", "country": "PK", "city": "Lahore"}
    customer = create_customer(
        workspace=workspace, actor=AYESHA, values=values, tags=["VIP"], phones=["0300 1234567"]
    )
    deed = SetField(field="city", value="Karachi")
    change_set = bulk_edit(
        workspace=workspace,
        actor=AYESHA,
        selection=Listed(ids=[customer.pk]),
        deed=deed,
        count=1,
    ).change_set
    edit_customer(
        workspace=workspace, actor=AYESHA, customer_id=customer.pk, values={"attributes.size": 4}
    )
    write_note(workspace=workspace, actor=AYESHA, about=customer, body="Her mother is called…")
    answer = Answer(customer.pk, "marketing", "email", "granted", "form", evidence="Signed")
    record_consent(workspace=workspace, actor=AYESHA, answer=answer)
    OutboxEvent.objects.all().delete()
    Change.objects.all().delete()

    erase_customer(workspace=workspace, actor=AYESHA, customer_id=customer.pk)

    customer.refresh_from_db()
    assert customer.name == f"#{customer.pk}"
    assert (customer.city, customer.attributes, customer.country) == ("", {}, "PK")
    assert customer.erased_at is not None
    for model in (Identity, Note, CustomerChange, CustomerTag, Consent, ConsentRecord):
        assert not model.objects.exists(), model.__name__
    assert sorted(Change.objects.values_list("table", flat=True)) == ["consent", "customer"]
    event = OutboxEvent.objects.get()
    assert event.payload["email_hashes"] == [sha256(b"z@mail.example").hexdigest()]
    assert event.payload["phone_hashes"] == [sha256(b"+923001234567").hexdigest()]
    revert_change_set(workspace=workspace, change_set=change_set, actor=AYESHA)
    assert Customer.objects.get().city == ""
