"""Files of other systems: recognised, mapped, with their consents as evidence."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from raabta.customers.import_target import import_targets
from raabta.customers.known_export import KnownExport, known_exports
from raabta.customers.models import ConsentRecord, Customer, CustomerTag, Identity, RejectedRow
from raabta.customers.services import imports
from raabta.kernel import jobs
from raabta.workspaces.models import Workspace
from tests.customers.importing import ACTOR, DATA, counted, imported, received, run

HEADERS = DATA / "fixtures_export_headers"
CSVS = DATA / "fixtures_import_csv"
MAILCHIMP = (
    "Email Address,First Name,MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME,CONFIRM_IP,CC,"
    "UNSUB_TIME,UNSUB_REASON,LEID,EUID,TAGS\n"
    'a@x.example,Ada,2,2018-02-12 10:54:27,2018-02-13 09:00:00,192.0.2.7,PK,,,1,2,"""VIP"""\n'
    "b@x.example,Bela,2,2018-02-12 10:54:27,2018-02-13 09:00:00,,PK,"
    "2020-01-05 08:00:00,spam,3,4,\n"
    "nonsense,Cyd,2,,,,,,,5,6,\n"
)


def sample(path: Path) -> bytes:
    if not path.exists():
        pytest.skip(f"the shared test data is absent: {path.name}")
    return path.read_bytes()


def every() -> list[Any]:
    found: list[Any] = []
    for key in known_exports:
        member = known_exports[key]
        found += [pytest.param(member, one, id=key) for one in member.signatures]
    return found


@pytest.mark.parametrize(("member", "signature"), every())
def test_a_file_with_the_columns_of_a_system_is_recognised_and_ready(
    workspace: Workspace, member: type[KnownExport], signature: tuple[str, ...]
) -> None:
    names = [*signature] if member.target == "customers" else [*member.columns]
    if "email" not in {member.columns.get(name) for name in names}:
        names += [name for name, field in member.columns.items() if field == "email"][:1]
    stream = io.StringIO()
    csv.writer(stream).writerows([names, [_value(member, name) for name in names]])
    row = received(workspace, stream.getvalue(), target=member.target)
    assert (row.recognised, row.trusts_recognition) == (member.key, True)
    assert row.target == member.target
    assert imports.missing(row) == []
    assert str(member.label)
    assert str(member.takes)


def _value(member: type[KnownExport], name: str) -> str:
    words = member.words.get(name)
    return words[0] if isinstance(words, tuple) else ""


@pytest.mark.parametrize("key", list(known_exports))
def test_a_member_maps_only_to_fields_of_its_target(workspace: Workspace, key: str) -> None:
    member = known_exports[key]
    options = {
        **import_targets[member.target].defaults(workspace),
        **member.settings("export.csv"),
    }
    target = import_targets.build(member.target, options)
    assert set(member.columns.values()) <= {one.key for one in target.fields(workspace)}
    assert not set(member.columns) & set(member.left_out)


def test_mailchimp_brings_the_history_of_consent_with_its_evidence(workspace: Workspace) -> None:
    row = imported(workspace, MAILCHIMP, name="members.csv")
    assert (row.recognised, counted(row)) == ("mailchimp", {"created": 2, "rejected": 1})
    lines = ConsentRecord.objects.order_by("customer__email", "position")
    zone = 5  # the times are those of the workspace: Asia/Karachi
    assert [(x.customer.email, x.state, x.given_at, x.ip, x.source) for x in lines] == [
        ("a@x.example", "granted", _at(2018, 2, 13, 9 - zone), "192.0.2.7", "Mailchimp, by import"),
        ("b@x.example", "granted", _at(2018, 2, 13, 9 - zone), None, "Mailchimp, by import"),
        ("b@x.example", "withdrawn", _at(2020, 1, 5, 8 - zone), None, "Mailchimp, by import"),
    ]
    assert [x.evidence for x in lines][2] == (
        "As the export of Mailchimp says, file members.csv\nUNSUB_REASON: spam"
    )
    ada = Customer.objects.get(email="a@x.example")
    assert (ada.first_name, ada.country) == ("Ada", "PK")
    assert ada.created_at.date().isoformat() == "2018-02-12"
    assert list(CustomerTag.objects.values_list("tag__name", flat=True)) == ["VIP"]
    assert RejectedRow.objects.get().problems == [[0, "email", "nonsense"]]


def _at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


def test_the_same_export_again_adds_no_line_to_the_ledger(workspace: Workspace) -> None:
    imported(workspace, MAILCHIMP)
    before = list(ConsentRecord.objects.values_list("pk", flat=True))
    row = imported(workspace, MAILCHIMP)
    assert counted(row) == {"unchanged": 2, "rejected": 1}
    assert list(ConsentRecord.objects.values_list("pk", flat=True)) == before


def test_people_with_an_old_date_are_taken_back_with_their_import(workspace: Workspace) -> None:
    row = imported(workspace, MAILCHIMP)
    imports.revert_import(workspace=workspace, row=row, actor=ACTOR)
    assert jobs.run_next([jobs.DEFAULT])
    assert not Customer.objects.filter(deleted_at=None).exists()


def test_a_recognised_file_can_be_read_like_any_other(workspace: Workspace) -> None:
    row = received(workspace, MAILCHIMP)
    imports.trust_recognition(row=row, is_trusted=False)
    row.refresh_from_db()
    assert (row.recognised, row.trusts_recognition) == ("mailchimp", False)
    assert not row.options.get("consent_source")
    assert "agreed_at:marketing:email" not in row.mapping.values()
    imports.trust_recognition(row=row, is_trusted=True)
    assert "agreed_at:marketing:email" in row.mapping.values()


def test_ids_of_two_systems_do_not_meet(workspace: Workspace) -> None:
    hubspot = "Record ID,First Name,Last Name,Email,Create Date\n1,Ada,L,a@x.example,2024-01-15\n"
    mautic = "id,firstname,lastname,email,points\n1,Bela,B,b@x.example,5\n2,Ada,L,a@x.example,9\n"
    assert counted(imported(workspace, hubspot)) == {"created": 1}
    assert counted(imported(workspace, mautic)) == {"created": 1, "updated": 1}
    found = Customer.objects.order_by("email").values_list("email", "external_id")
    assert list(found) == [("a@x.example", "hubspot:1"), ("b@x.example", "mautic:1")]


def test_attributes_in_json_become_the_workspaces_own(workspace: Workspace) -> None:
    text = (
        "email,name,attributes\n"
        'a@x.example,Ada L,"{""age"": 29, ""vip"": true, ""likes"": [""tea"", ""rice""]}"\n'
        'b@x.example,Bela B,"{""age"": ""old""}"\n'
        "c@x.example,Cyd C,{broken\n"
    )
    row = imported(workspace, text)
    assert (row.recognised, counted(row)) == ("listmonk", {"created": 3})
    assert row.notes["brought_value_left_out"] == 1
    assert row.notes["left_out_json_value"] == 1
    found = dict(Customer.objects.values_list("email", "attributes"))
    assert found["a@x.example"] == {"age": 29, "vip": True, "likes": ["tea", "rice"]}
    assert (found["b@x.example"], found["c@x.example"]) == ({}, {})


def test_all_addresses_of_a_google_contact_lead_to_the_person(workspace: Workspace) -> None:
    text = (
        "First Name,Last Name,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Value\n"
        "Ada,L,Friends ::: VIP,* ,a@x.example ::: b@x.example,0300 1234567 ::: +8801711123456\n"
    )
    imported(workspace, text)
    ada = Customer.objects.get()
    assert (ada.email, ada.phone) == ("a@x.example", "+923001234567")
    assert set(Identity.objects.values_list("value", flat=True)) == {
        "a@x.example", "b@x.example", "+923001234567", "+8801711123456",
    }  # fmt: skip
    again = imported(workspace, "email,city\nb@x.example,Lahore\n")
    assert counted(again) == {"updated": 1}


def test_an_ordinary_file_is_nobodys_export(workspace: Workspace) -> None:
    for header in ("email,name", "Email,First name,Last name,Status,City", "id,email,phone"):
        row = received(workspace, f"{header}\n{','.join('x' for _ in header.split(','))}\n")
        assert (row.recognised, row.trusts_recognition) == ("", False), header


SAMPLES = [
    (HEADERS / "hubspot_contacts_export.csv", "hubspot", {"created": 3}),
    (HEADERS / "salesforce_leads_export.csv", "salesforce", {"created": 3}),
    (HEADERS / "mailchimp_members_export.csv", "mailchimp", {"created": 1}),
    (HEADERS / "magento_customer.csv", "magento_customers", {"created": 1}),
    (HEADERS / "magento_customer_address.csv", "magento_customers", {"created": 1}),
    (HEADERS / "facebook_leads_export.csv", "facebook_leads", {"created": 3}),
    (HEADERS / "shopify_customers_export_legacy.csv", "shopify_customers", {"created": 1}),
    (HEADERS / "shopify_customers_export_header.csv", "shopify_customers", {}),
    (CSVS / "ghost_migrate/mg-mailchimp-members__subscribed.csv", "mailchimp", None),
    (CSVS / "ghost_migrate/mg-mailchimp-members__unsubscribed.csv", "mailchimp", None),
    (CSVS / "ghost_migrate/mg-mailchimp-members__cleaned.csv", "mailchimp", None),
    (CSVS / "ghost_migrate/mg-beehiiv-members__members.csv", "beehiiv", None),
    (CSVS / "ghost_migrate/mg-substack-members-csv__fixtures_signup_emails.csv", "substack", None),
    (CSVS / "keila/test/keila/contacts/import_rfc_4180_with_status.csv", "keila", None),
    (CSVS / "keila/test/keila/contacts/import_with_data.csv", "keila", None),
    (CSVS / "listmonk/subs.csv", "listmonk", {"created": 100}),
    (CSVS / "mautic/app/bundles/LeadBundle/DataFixtures/ORM/fakeleaddata.csv", "mautic", None),
    (DATA / "fixtures_fivetran/klaviyo/person.csv", "klaviyo", None),
    (DATA / "fixtures_fivetran/mailchimp/member.csv", "mailchimp", None),
    (DATA / "fixtures_fivetran/salesforce/sf_contact_data.csv", "salesforce", None),
    (DATA / "fixtures_fivetran/hubspot/contact_data.csv", "hubspot", None),
    (DATA / "fixtures_fivetran/shopify/shopify_customer_data.csv", "shopify_customers", None),
]


@pytest.mark.parametrize(("path", "key", "counts"), SAMPLES, ids=lambda one: str(one)[-40:])
def test_a_real_export_is_imported_whole(
    workspace: Workspace, path: Path, key: str, counts: dict[str, int] | None
) -> None:
    row = run(workspace, received(workspace, sample(path), name=path.name))
    assert (row.recognised, row.state) == (key, "done")
    rows = len(list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))) - 1
    found = counted(row)
    assert sum(found.values()) == rows == row.rows_read
    if counts is not None:
        assert found == counts


@pytest.mark.parametrize(
    ("name", "states"),
    [
        ("subscribed", {"granted"}),
        ("unsubscribed", {"granted", "withdrawn"}),
        ("cleaned", {"granted", "withdrawn"}),
    ],
)
def test_mailchimps_three_files_settle_who_may_be_mailed(
    workspace: Workspace, name: str, states: set[str]
) -> None:
    content = sample(CSVS / f"ghost_migrate/mg-mailchimp-members__{name}.csv")
    run(workspace, received(workspace, content))
    assert set(ConsentRecord.objects.values_list("state", flat=True)) == states


@pytest.mark.parametrize(
    "name", ["agency_chaos", "duplicate_columns", "european_semicolon", "horrible_headers", "rtl_arabic"]
)  # fmt: skip
def test_a_messy_file_is_imported_without_breaking(workspace: Workspace, name: str) -> None:
    row = received(workspace, sample(HEADERS / f"messy_{name}.csv"))
    assert row.recognised == ""
    if not imports.missing(row):
        done = run(workspace, row)
        assert (done.state, sum(counted(done).values())) == ("done", done.rows_read)
