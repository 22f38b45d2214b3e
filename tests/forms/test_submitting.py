"""What is submitted becomes a person with consent and evidence, once, and harms nobody known."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from raabta.customers.models import Consent, ConsentRecord, Customer, CustomerTag, Identity
from raabta.customers.services.erasure import erase_customer
from raabta.customers.services.people import create_customer
from raabta.forms.form_field import Words
from raabta.forms.form_fields.consent import Consent as ConsentField
from raabta.forms.models import ConsentText, Form, FormSubmission
from raabta.forms.services import building, reviewing
from raabta.forms.tokens import new_token
from raabta.kernel import clock, pumps
from raabta.messaging.evidence import Evidence
from raabta.messaging.models import PendingConsent
from raabta.messaging.services.confirmations import confirm
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace

ANSWERS = {"email": "Ada@shop.example", "name": "Ada", "kind": "Person", "ok": "yes"}


def token(form: Form, *, seconds_ago: int = 30) -> str:
    with clock.turned_to(clock.now() - timedelta(seconds=seconds_ago)):
        return new_token(form)


def send(form: Form, answers: dict[str, Any], *, drawn: str | None = None, **headers: Any) -> Any:
    signed = token(form) if drawn is None else drawn
    url = f"/f/{form.public_id}/"
    return Client().post(url, {"raabta_token": signed, **answers}, headers=headers)


def test_answers_become_a_person_with_tag_consent_and_evidence(form: Form) -> None:
    answer = send(form, ANSWERS, Referer="https://shop.example/news", User_Agent="Browser")
    assert answer.status_code == 200
    pumps.run_until_idle(seconds=20)
    ada = Customer.objects.get(email="ada@shop.example")
    assert (ada.first_name, ada.source) == ("Ada", "Newsletter")
    assert CustomerTag.objects.filter(customer=ada, tag__name="Reader").exists()
    assert Consent.objects.get(customer=ada).state == "granted"
    line = ConsentRecord.objects.get(customer=ada)
    assert (line.source, line.ip) == ("form", "127.0.0.1")
    assert line.text_version == f"form {form.public_id} ok en v1"
    assert "Yes, send me offers." in line.evidence
    assert "https://shop.example/news" in line.evidence
    row = FormSubmission.objects.get()
    assert (row.customer_id, row.state) == (ada.pk, "accepted")
    assert row.answers == {"email": "ada@shop.example", "name": "Ada", "kind": "Person", "ok": True}


def test_a_consent_that_is_asked_by_mail_counts_once_it_is_confirmed(form: Form) -> None:
    asked = ConsentField(id="ok", words={"en": Words(label="Yes, send me offers.")})
    building.put_field(workspace=form.workspace, actor=SYSTEM, form_id=form.pk, field=asked)
    form.refresh_from_db()
    assert send(form, ANSWERS).status_code == 200
    pumps.run_until_idle(seconds=20)
    assert not Consent.objects.exists()
    pending = PendingConsent.objects.get()
    assert (pending.address, pending.text) == ("ada@shop.example", "Yes, send me offers.")
    assert pending.text_version == f"form {form.public_id} ok en v1"
    confirm(pending=pending, evidence=Evidence("127.0.0.1", "confirmation"))
    line = ConsentRecord.objects.get()
    assert (line.state, line.source, line.text_version) == ("granted", "form", pending.text_version)


def test_the_same_post_twice_is_one_submission(form: Form) -> None:
    drawn = token(form)
    for _ in range(2):
        assert send(form, ANSWERS, drawn=drawn).status_code == 200
    pumps.run_until_idle(seconds=20)
    assert (FormSubmission.objects.count(), ConsentRecord.objects.count()) == (1, 1)


def test_a_known_person_keeps_the_main_addresses(form: Form, workspace: Workspace) -> None:
    held = {"email": "ada@shop.example", "phone": "+923001234567"}
    ada = create_customer(workspace=workspace, actor=SYSTEM, values=held)
    send(form, {**ANSWERS, "phone": "+923007654321", "ok": ""})
    pumps.run_until_idle(seconds=20)
    ada.refresh_from_db()
    assert (ada.first_name, ada.phone) == ("Ada", "+923001234567")
    assert Identity.objects.filter(customer=ada, value="+923007654321", is_primary=False).exists()
    assert not Consent.objects.exists()  # an empty box says nothing


def test_an_address_beside_a_known_one_never_becomes_the_main_one(
    form: Form, workspace: Workspace
) -> None:
    """Else whoever knows somebody's phone could have mails about them sent to themselves."""
    ben = create_customer(workspace=workspace, actor=SYSTEM, values={"phone": "+923001234567"})
    send(form, {**ANSWERS, "email": "thief@shop.example", "phone": "+923001234567"})
    pumps.run_until_idle(seconds=20)
    ben.refresh_from_db()
    assert ben.email == ""
    thief = Identity.objects.get(value="thief@shop.example")
    assert (thief.customer_id, thief.is_primary) == (ben.pk, False)


def test_an_address_of_somebody_else_stays_theirs(form: Form, workspace: Workspace) -> None:
    ben = create_customer(workspace=workspace, actor=SYSTEM, values={"phone": "+923001234567"})
    create_customer(workspace=workspace, actor=SYSTEM, values={"email": "ada@shop.example"})
    send(form, {**ANSWERS, "phone": "+923001234567"})
    pumps.run_until_idle(seconds=20)
    assert Identity.objects.get(value="+923001234567").customer_id == ben.pk
    assert FormSubmission.objects.get().state == "accepted"


def test_bad_answers_are_told_by_field_in_the_visitors_language_and_not_kept(form: Form) -> None:
    bad = {"email": "nobody", "kind": "Robot", "raabta_token": token(form)}
    url = f"/f/{form.public_id}/?language=en"
    answer = Client().post(url, bad, content_type="application/json")
    assert (answer.status_code, set(answer.json()["errors"])) == (422, {"email", "kind"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    page = Client().post(f"/f/{form.public_id}/?language=ur", bad)
    assert page.status_code == 422
    assert 'dir="rtl"' in page.content.decode()
    assert Client().post(url, "[1", content_type="application/json").status_code == 400
    assert not FormSubmission.objects.exists()


def test_a_field_that_is_not_shown_is_neither_asked_nor_kept(form: Form) -> None:
    assert send(form, {**ANSWERS, "kind": "Company"}).status_code == 422
    assert send(form, {**ANSWERS, "kind": "Company", "size": "9"}).status_code == 200
    assert send(form, {**ANSWERS, "kind": "Person", "size": "9"}).status_code == 200
    kept = [row.answers.get("size") for row in FormSubmission.objects.order_by("pk")]
    assert kept == ["9", None]


@pytest.mark.parametrize(
    ("more", "seconds", "reason"),
    [({"website_2": "x"}, 30, "trap"), ({}, 0, "fast"), ({}, 90_000, "unsigned")],
)
def test_what_looks_like_a_machine_is_held_until_somebody_decides(
    form: Form, workspace: Workspace, more: dict[str, str], seconds: int, reason: str
) -> None:
    drawn = token(form, seconds_ago=seconds)
    assert send(form, {**ANSWERS, **more}, drawn=drawn).status_code == 200
    pumps.run_until_idle(seconds=20)
    row = FormSubmission.objects.get()
    assert (row.state, row.reasons) == ("held", [reason])
    assert not Customer.objects.exists()
    told: dict[str, Any] = {"workspace": workspace, "actor": SYSTEM, "submission_id": row.pk}
    assert reviewing.discard_submission(**told)
    assert reviewing.accept_submission(**told)
    assert not reviewing.accept_submission(**told)
    pumps.run_until_idle(seconds=20)
    assert Customer.objects.get().email == "ada@shop.example"


def test_many_from_one_address_are_held_and_then_refused(form: Form) -> None:
    row = {"form": form, "workspace": form.workspace, "ip": "127.0.0.1", "language": "en"}
    for count, status in ((20, 200), (200, 429)):
        FormSubmission.objects.bulk_create(
            FormSubmission(**row, key=f"{count}-{n}", received_at=clock.now()) for n in range(count)
        )
        assert send(form, ANSWERS).status_code == status
    assert FormSubmission.objects.get(state="held").reasons == ["many"]


def test_a_changed_consent_text_gets_a_new_version_and_the_old_one_stays(
    form: Form, workspace: Workspace
) -> None:
    changed = ConsentField(id="ok", words={"en": Words(label="Yes, twice a week.")})
    for _ in range(2):
        building.put_field(workspace=workspace, actor=SYSTEM, form_id=form.pk, field=changed)
    texts = list(ConsentText.objects.order_by("version").values_list("version", "text"))
    assert texts == [(1, "Yes, send me offers."), (2, "Yes, twice a week.")]


def test_the_evidence_is_the_text_that_was_read_not_the_one_that_came_since(
    form: Form, workspace: Workspace
) -> None:
    changed = ConsentField(id="ok", words={"en": Words(label="Yes, daily.")}, by_mail=False)
    read = new_token(form)
    with clock.turned_to(clock.now() + timedelta(seconds=5)):
        building.put_field(workspace=workspace, actor=SYSTEM, form_id=form.pk, field=changed)
    with clock.turned_to(clock.now() + timedelta(seconds=10)):
        assert send(form, ANSWERS, drawn=read).status_code == 200
        wrong = send(form, {**ANSWERS, "email": "ben"}, drawn=new_token(form)).content.decode()
        again = html.unescape(re.search(r'raabta_token" value="([^"]+)"', wrong)[1])  # type: ignore[index]
    with clock.turned_to(clock.now() + timedelta(seconds=15)):
        send(form, {**ANSWERS, "email": "ben@shop.example"}, drawn=again)
        pumps.run_until_idle(seconds=20)
    lines = ConsentRecord.objects.order_by("pk").values_list("evidence", flat=True)
    assert [("Yes, daily." in line) for line in lines] == [False, True]


def test_a_form_that_is_not_published_takes_nothing(form: Form, workspace: Workspace) -> None:
    building.move_form(workspace=workspace, actor=SYSTEM, form_id=form.pk, state="archived")
    assert send(form, ANSWERS).status_code == 404
    assert not FormSubmission.objects.exists()


def test_erasure_takes_the_answers_along_those_that_are_held_too(
    form: Form, workspace: Workspace
) -> None:
    send(form, ANSWERS)
    send(form, ANSWERS, drawn="")
    pumps.run_until_idle(seconds=20)
    ada = Customer.objects.get()
    erase_customer(workspace=workspace, actor=SYSTEM, customer_id=ada.pk)
    pumps.run_until_idle(seconds=20)
    rows = FormSubmission.objects.values_list("answers", "ip", "email_hash").distinct()
    assert list(rows) == [({}, None, "")]
