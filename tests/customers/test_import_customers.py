"""From a file to people: created, matched, merged, rejected, reverted."""

import pytest

from raabta.customers.imports.reasons import explain
from raabta.customers.models import (
    AttributeDefinition,
    Company,
    ConsentRecord,
    Customer,
    CustomerTag,
    Identity,
    Import,
    RejectedRow,
)
from raabta.customers.services import imports
from raabta.kernel import jobs
from raabta.kernel.models import Change
from raabta.workspaces.models import ChangePage, Workspace
from tests.customers.importing import ACTOR, counted, imported, received, run

PEOPLE = """Email,First name,Last name,Phone,Country
Ayesha@Shop.example,Ayesha,Khan,0300 1234567,Pakistan
rahim@shop.example,রহিম,উদ্দিন,+8801711123456,Bangladesh
"""
FIELDS = ("email", "first_name", "last_name", "phone", "country")


def people() -> list[tuple[str, ...]]:
    return list(Customer.objects.order_by("email").values_list(*FIELDS))


def test_a_file_becomes_people_with_normal_values(workspace: Workspace) -> None:
    row = imported(workspace, PEOPLE)
    assert (row.state, counted(row), row.rows_read) == ("done", {"created": 2}, 2)
    assert people() == [
        ("ayesha@shop.example", "Ayesha", "Khan", "+923001234567", "PK"),
        ("rahim@shop.example", "রহিম", "উদ্দিন", "+8801711123456", "BD"),
    ]
    kept = Identity.objects.order_by("kind", "value").values_list("kind", "value", "is_primary")
    assert list(kept) == [
        ("email", "ayesha@shop.example", True),
        ("email", "rahim@shop.example", True),
        ("phone", "+8801711123456", True),
        ("phone", "+923001234567", True),
    ]
    display = Identity.objects.get(value="ayesha@shop.example").display
    assert display == "Ayesha@Shop.example"
    marked = {pk for change in Change.objects.filter(table="customer") for pk in change.ids}
    assert marked == set(Customer.objects.values_list("pk", flat=True))


def test_the_same_file_again_changes_nothing(workspace: Workspace) -> None:
    imported(workspace, PEOPLE)
    before = list(Customer.objects.order_by("pk").values())
    row = imported(workspace, PEOPLE)
    assert counted(row) == {"unchanged": 2}
    assert list(Customer.objects.order_by("pk").values()) == before


def test_people_are_matched_by_id_then_email_then_phone(workspace: Workspace) -> None:
    imported(
        workspace,
        "customer id,email,phone,city\n7,a@x.example,+923001111111,Lahore\n"
        ",b@x.example,+923002222222,Dhaka\n,,+923003333333,Leeds\n",
    )
    row = imported(
        workspace,
        "customer id,email,phone,city\n7,new@x.example,,Karachi\n8,b@x.example,,Sylhet\n"
        ",c@x.example,+923003333333,London\n",
    )
    assert counted(row) == {"updated": 3}
    found = Customer.objects.order_by("pk").values_list("external_id", "email", "phone", "city")
    assert list(found) == [
        ("7", "new@x.example", "+923001111111", "Karachi"),
        ("8", "b@x.example", "+923002222222", "Sylhet"),
        ("", "c@x.example", "+923003333333", "London"),
    ]
    # the old address still leads to the person
    old = Identity.objects.get(value="a@x.example")
    assert (old.customer.external_id, old.is_primary) == ("7", False)


def test_a_row_that_means_two_people_is_rejected_and_changes_nobody(workspace: Workspace) -> None:
    imported(workspace, "email,phone\na@x.example,+923001111111\nb@x.example,+923002222222\n")
    before = people()
    row = imported(workspace, "email,phone,city\na@x.example,+923002222222,Lahore\n")
    assert counted(row) == {"rejected": 1}
    assert people() == before
    kept = RejectedRow.objects.get(run=row)
    assert (kept.line, kept.reason, kept.row) == (
        2,
        "two_people",
        ["a@x.example", "+923002222222", "Lahore"],
    )


def test_an_address_of_somebody_with_another_id_is_rejected(workspace: Workspace) -> None:
    imported(workspace, "customer id,email\n1,a@x.example\n")
    row = imported(workspace, "customer id,email\n2,a@x.example\n")
    assert counted(row) == {"rejected": 1}
    assert RejectedRow.objects.get(run=row).reason == "other_external_id"
    assert Customer.objects.get().external_id == "1"


def test_rows_of_one_person_in_one_file_are_merged_and_the_last_wins(workspace: Workspace) -> None:
    row = imported(
        workspace, "email,phone,city\na@x.example,,Lahore\nA@X.example,+923001111111,Karachi\n"
    )
    assert counted(row) == {"created": 1, "repeated": 1}
    assert Customer.objects.values_list("email", "phone", "city").get() == (
        "a@x.example",
        "+923001111111",
        "Karachi",
    )


def test_every_wrong_value_is_told_in_words(workspace: Workspace) -> None:
    row = imported(workspace, "email,phone,country\nnobody,12,Atlantis\n,,PK\nok@x.example,,\n")
    assert counted(row) == {"created": 1, "rejected": 2}
    first, second = RejectedRow.objects.filter(run=row).order_by("line")
    columns = row.layout["columns"]
    assert explain(first.problems, columns, "customers") == (
        "country “Atlantis”: No country has this name or code. "
        "email “nobody”: This is not an e-mail address. "
        "phone “12”: This is not a phone number of that country."
    )
    assert explain(second.problems, columns, "customers") == (
        "There is no e-mail, phone or customer id, so it is nobody."
    )


def test_wrong_values_can_be_left_out(workspace: Workspace) -> None:
    row = imported(workspace, "email,phone\na@x.example,12\n", invalid="leave_out")
    assert counted(row) == {"created": 1}
    assert row.notes["left_out_phone"] == 1
    assert Customer.objects.get().phone == ""


def test_blank_cells_change_nothing_and_known_people_can_be_spared(workspace: Workspace) -> None:
    imported(workspace, "email,first name,city\na@x.example,Ayesha,Lahore\n")
    row = imported(workspace, "email,first name,city\na@x.example,,Karachi\n")
    assert Customer.objects.values_list("first_name", "city").get() == ("Ayesha", "Karachi")
    filled = imported(
        workspace, "email,first name,last name\na@x.example,Other,Khan\n", known="fill"
    )
    assert Customer.objects.values_list("first_name", "last_name").get() == ("Ayesha", "Khan")
    skipped = imported(
        workspace, "email,city\na@x.example,X\nnew@x.example,Y\n", known="skip", unknown="skip"
    )
    assert [counted(one) for one in (row, filled, skipped)] == [
        {"updated": 1},
        {"updated": 1},
        {"skipped": 2},
    ]
    assert Customer.objects.get().city == "Karachi"


def test_columns_can_become_attributes_tags_and_companies(workspace: Workspace) -> None:
    row = imported(
        workspace,
        "email,Born on,Points,VIP,Tags,Company\n"
        'a@x.example,31/12/1990,"1,234.5",yes,gold; Lahore,Acme\n'
        "b@x.example,1985-02-03,7,no,gold,Acme\n",
        mapping={"1": "new:date", "2": "new:number", "3": "new:boolean"},
    )
    assert counted(row) == {"created": 2}
    assert [d.kind for d in AttributeDefinition.objects.order_by("position")] == [
        "date",
        "number",
        "boolean",
    ]
    keys = list(AttributeDefinition.objects.order_by("position").values_list("key", flat=True))
    assert list(Customer.objects.order_by("email").values_list("attributes", flat=True)) == [
        dict(zip(keys, ["1990-12-31", 1234.5, True], strict=True)),
        dict(zip(keys, ["1985-02-03", 7, False], strict=True)),
    ]
    tags = CustomerTag.objects.order_by("customer__email", "tag__name")
    assert list(tags.values_list("customer__email", "tag__name")) == [
        ("a@x.example", "Lahore"),
        ("a@x.example", "gold"),
        ("b@x.example", "gold"),
    ]
    acme = Company.objects.get()
    assert (acme.name, Customer.objects.filter(company=acme).count()) == ("Acme", 2)


def test_consent_needs_evidence_and_never_renews_a_no(workspace: Workspace) -> None:
    text = "email,Accepts Marketing\na@x.example,yes\nb@x.example,no\nc@x.example,\n"
    lacking = received(workspace, text)
    assert lacking.mapping["1"] == "consent:marketing:email"
    with pytest.raises(imports.NotReady):
        imports.start_import(workspace=workspace, row=lacking, actor=ACTOR)
    assert not jobs.run_next([jobs.DEFAULT])
    proof = {"consent_source": "checkout", "consent_evidence": "I want news."}
    imported(workspace, text, **proof)
    ledger = ConsentRecord.objects.order_by("pk").values_list(
        "customer__email", "state", "source", "evidence"
    )
    assert list(ledger) == [
        ("a@x.example", "granted", "checkout", "I want news."),
        ("b@x.example", "withdrawn", "checkout", "I want news."),
    ]
    again = imported(workspace, "email,Accepts Marketing\nb@x.example,yes\n", **proof)
    assert again.notes["consent_stays_withdrawn"] == 1
    assert ConsentRecord.objects.count() == 2
    imported(workspace, "email,Accepts Marketing\nb@x.example,yes\n", renews_consent=True, **proof)
    assert ConsentRecord.objects.order_by("pk").last().state == "granted"  # type: ignore[union-attr]


def test_an_import_can_be_taken_back_whole(workspace: Workspace) -> None:
    imported(workspace, "email,city,tags\na@x.example,Lahore,old\n")
    before = list(Customer.objects.values("email", "city", "deleted_at"))
    row = imported(
        workspace,
        "email,city,tags,Company,Accepts Marketing\n"
        "a@x.example,Karachi,new,Acme,no\nb@x.example,Dhaka,new,Acme,yes\n"
        "b@x.example,Sylhet,,,\n",
        consent_source="form",
        consent_evidence="Yes",
    )
    assert counted(row) == {"updated": 1, "created": 1, "repeated": 1}
    imports.revert_import(workspace=workspace, row=row, actor=ACTOR)
    assert jobs.run_next([jobs.DEFAULT])
    row.refresh_from_db()
    assert row.state == Import.State.REVERTED
    live = Customer.objects.filter(deleted_at=None)
    assert list(live.values("email", "city", "deleted_at")) == before
    tags = CustomerTag.objects.filter(customer__in=live).values_list("tag__name", flat=True)
    assert list(tags) == ["old"]
    assert not Company.objects.filter(deleted_at=None).exists()
    assert not ChangePage.objects.filter(reverted_at=None, change_set=row.change_set_id).exists()
    # the address is free again
    assert counted(imported(workspace, "email\nb@x.example\n")) == {"created": 1}


def test_a_person_changed_by_hand_since_is_spared_by_the_revert(workspace: Workspace) -> None:
    from raabta.customers.services.people import edit_customer  # noqa: PLC0415

    row = imported(workspace, "email,city\na@x.example,Lahore\nb@x.example,Dhaka\n")
    kept = Customer.objects.get(email="a@x.example")
    edit_customer(workspace=workspace, actor=ACTOR, customer_id=kept.pk, values={"city": "Karachi"})
    imports.revert_import(workspace=workspace, row=row, actor=ACTOR)
    jobs.run_next([jobs.DEFAULT])
    assert list(Customer.objects.filter(deleted_at=None).values_list("email", "city")) == [
        ("a@x.example", "Karachi")
    ]


def test_a_preview_tells_what_would_happen_and_leaves_no_trace(workspace: Workspace) -> None:
    imported(workspace, "email,city\na@x.example,Lahore\n")
    row = received(workspace, "email,city,Size\na@x.example,Dhaka,L\nb@x.example,,M\nwrong,,S\n")
    imports.change_mapping(row=row, mapping={**row.mapping, "2": "new:text"}, options={})
    found = imports.preview(row=row, actor=ACTOR)
    assert [(one.line, verb) for one, verb, _problems in found.rows] == [
        (2, "updated"),
        (3, "created"),
        (4, "rejected"),
    ]
    assert Customer.objects.values_list("email", "city").get() == ("a@x.example", "Lahore")
    assert not AttributeDefinition.objects.exists()
    assert counted(run(workspace, row)) == {"updated": 1, "created": 1, "rejected": 1}


def test_a_waiting_import_can_be_cancelled_and_never_runs(workspace: Workspace) -> None:
    row = received(workspace, PEOPLE)
    imports.start_import(workspace=workspace, row=row, actor=ACTOR)
    row.refresh_from_db()
    imports.cancel_import(row=row)
    assert not jobs.run_next([jobs.DEFAULT])
    row.refresh_from_db()
    assert (row.state, row.path) == ("cancelled", "")
    assert not Customer.objects.exists()


def test_an_import_starts_once(workspace: Workspace) -> None:
    row = received(workspace, PEOPLE)
    imports.start_import(workspace=workspace, row=row, actor=ACTOR)
    with pytest.raises(imports.WrongState):
        imports.start_import(workspace=workspace, row=row, actor=ACTOR)
    assert jobs.run_next([jobs.DEFAULT])
    assert not jobs.run_next([jobs.DEFAULT])
    assert Customer.objects.count() == 2
