"""Confirming, files and wishes by API."""

import base64
from collections.abc import Callable
from io import BytesIO

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from raabta.customers.models import ConsentFile, ConsentRecord, Customer
from raabta.customers.services.consent_proof import verify_person
from raabta.messaging.models import PendingConsent
from raabta.workspaces.models import User, Workspace
from tests.api.conftest import Program
from tests.house.rows import make

PDF = b"%PDF-1.7 signed"
YES = {"purpose": "marketing", "channel": "email", "state": "granted"}


@pytest.fixture
def person(workspace: Workspace) -> Customer:
    made: Customer = make("customers.Customer", workspace, email="z@mail.example", country="DE")
    return made


def test_a_yes_waits_when_the_workspace_wants_it_confirmed(api: Program, person: Customer) -> None:
    wanted = {"kind": "opt_in", "needs_confirming": True}
    assert api.put("/requirements/marketing/email", wanted).status_code == 200
    assert api.post(f"/customers/{person.pk}/consents", YES).status_code == 202
    assert not ConsentRecord.objects.exists()
    waiting = api.get("/confirmations").data["data"]
    assert [row["customer_id"] for row in waiting] == [person.pk]
    assert api.post(f"/confirmations/{waiting[0]['id']}/mail", {}).status_code == 202
    assert api.delete(f"/confirmations/{waiting[0]['id']}").status_code == 204
    assert api.get("/confirmations").data["data"] == []
    assert PendingConsent.objects.get().mail_due_at is None
    row = {"email": "z@mail.example", "consents": [YES]}
    assert api.post("/customers/bulk", {"rows": [row]}).status_code == 422
    no = {**YES, "state": "withdrawn"}
    assert api.post(f"/customers/{person.pk}/consents", no).status_code == 201


def test_what_a_purpose_asks_for_is_read_and_less_needs_a_reason(api: Program) -> None:
    found = api.get("/requirements").data
    kinds = {(row["purpose"], row["channel"]): row["kind"] for row in found}
    assert (kinds["marketing", "email"], kinds["service", "sms"]) == ("opt_in", "opt_out")
    assert api.put("/requirements/marketing/email", {"kind": "opt_out"}).status_code == 422
    assert api.put("/requirements/marketing/pigeon", {"kind": "opt_in"}).status_code == 422


def test_a_file_is_kept_named_by_the_ledger_and_served_to_those_who_may(
    api: Program, program_with: Callable[..., Program], person: Customer
) -> None:
    path = f"/customers/{person.pk}/consent-files"
    upload = {"name": "form.pdf", "content": base64.b64encode(PDF).decode()}
    digest = api.post(path, upload).data["digest"]
    assert api.post(path, upload).status_code == 201
    assert ConsentFile.objects.count() == 1
    said = {**YES, "file_digest": digest}
    assert api.post(f"/customers/{person.pk}/consents", said).status_code == 201
    line = ConsentRecord.objects.get()
    assert (line.file_digest, line.jurisdiction) == (digest, "DE")
    assert verify_person(person.workspace, person.pk) is None
    assert api.get(f"{path}/{digest}").content == PDF
    assert program_with("customers.view").get(f"{path}/{digest}").status_code == 403
    unknown = {**YES, "file_digest": "0" * 64}
    assert api.post(f"/customers/{person.pk}/consents", unknown).status_code == 422


@pytest.mark.parametrize("content", ["PHNjcmlwdD4=", "%%%", ""])
def test_other_files_are_refused(api: Program, person: Customer, content: str) -> None:
    upload = {"name": "form.pdf", "content": content}
    assert api.post(f"/customers/{person.pk}/consent-files", upload).status_code == 422
    assert not ConsentFile.objects.exists()


def test_a_changed_country_or_file_breaks_the_chain(api: Program, person: Customer) -> None:
    api.post(f"/customers/{person.pk}/consents", YES)
    rows = ConsentRecord._base_manager.filter(customer=person)
    for change in ({"jurisdiction": "US"}, {"jurisdiction": "DE", "file_digest": "0" * 64}):
        QuerySet.update(rows, **change)
        assert verify_person(person.workspace, person.pk) is not None


def test_wishes_are_read_and_changed(
    api: Program, program_with: Callable[..., Program], person: Customer
) -> None:
    path = f"/customers/{person.pk}/wishes"
    assert api.patch(path, {"contact_every_days": 14}).data["contact_every_days"] == 14
    assert api.patch(path, {"paused_until": "2030-01-01T00:00:00Z"}).data["paused_until"]
    assert api.get(path).data["contact_every_days"] == 14
    assert api.patch(path, {"contact_every_days": 0}).status_code == 422
    assert program_with("customers.view").patch(path, {}).status_code == 403


def test_a_scan_is_uploaded_by_hand_and_downloaded(
    client: Client, owner: User, person: Customer
) -> None:
    client.force_login(owner)
    scan = BytesIO(PDF)
    scan.name = "form.pdf"
    said = {**YES, "evidence": "Signed at the till", "file": scan}
    assert client.post(reverse("web:customers:consent", args=[person.pk]), said).status_code == 303
    line = ConsentRecord.objects.get()
    url = reverse("web:customers:consent_file", args=[person.pk, line.file_digest])
    answer = client.get(url)
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    bad = BytesIO(b"<script>")
    bad.name = "form.pdf"
    said = {**YES, "evidence": "x", "file": bad}
    assert client.post(reverse("web:customers:consent", args=[person.pk]), said).status_code == 422
