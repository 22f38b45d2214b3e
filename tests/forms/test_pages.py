"""A colleague makes a form, publishes it, and sees what comes."""

from typing import Any

import pytest
from django.test import Client

from raabta.customers.models import Customer
from raabta.forms.models import Form, FormSubmission
from raabta.kernel import pumps
from raabta.workspaces.models import User, Workspace

LANGUAGES = ("en", "ur", "bn")


@pytest.fixture
def page(owner: User, workspace: Workspace) -> Client:
    client = Client()
    client.force_login(owner)
    return client


def test_a_form_is_made_changed_ordered_and_published(page: Client) -> None:
    made = page.post("/forms/new", {"name": "Newsletter"})
    form = Form.objects.get()
    assert made.headers["Location"] == f"/forms/{form.pk}"
    blank = {
        f"{key}_{tag}": "" for key in ("title", "text", "button", "thanks") for tag in LANGUAGES
    }
    texts = {"name": "Letters", "redirect_url": "javascript:alert(1)", **blank, "title_ur": "خط"}
    assert page.post(f"/forms/{form.pk}/edit", texts).status_code == 422
    sound = {**texts, "redirect_url": "https://shop.example/thanks"}
    assert page.post(f"/forms/{form.pk}/edit", sound).status_code == 303
    told = {"label_en": "Size", "choices": "S\nM\nM\n", "when_field": "consent"}
    when = {"when_how": "is", "when_values": "yes"}
    added = page.post(f"/forms/{form.pk}/fields/new?kind=choice", {**told, **when})
    assert added.status_code == 303
    form.refresh_from_db()
    field = form.fields[-1]
    assert (field["choices"], field["shown_when"]["values"]) == (["S", "M"], ["yes"])
    order = f"{field['id']},email"
    assert page.post(f"/forms/{form.pk}/fields/order", {"order": order}).status_code == 204
    page.post(f"/forms/{form.pk}/fields/first_name/delete")
    page.post(f"/forms/{form.pk}/move", {"state": "published"})
    form.refresh_from_db()
    assert form.name == "Letters"
    assert [row["id"] for row in form.fields] == [field["id"], "email", "consent"]
    assert form.state == "published"
    assert page.get(f"/forms/{form.pk}/fields/{field['id']}/edit").status_code == 200
    shown = Client().get(f"/f/{form.public_id}/?language=ur")
    assert "خط" in shown.content.decode()
    assert "frame-ancestors *" in shown.headers["Content-Security-Policy"]
    assert "form-action 'self' https://shop.example;" in shown.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in shown.headers


def test_a_form_without_an_address_is_not_published(page: Client, form: Form) -> None:
    page.post(f"/forms/{form.pk}/move", {"state": "draft"})
    for field in ("email", "phone"):
        page.post(f"/forms/{form.pk}/fields/{field}/delete")
    page.post(f"/forms/{form.pk}/move", {"state": "published"})
    assert "a person needs one" in page.get(f"/forms/{form.pk}").content.decode()
    form.refresh_from_db()
    assert form.state == "draft"


def test_whoever_draws_the_form_themselves_gets_fields_and_a_token(
    page: Client, form: Form
) -> None:
    told: Any = Client().get(f"/f/{form.public_id}.json").json()
    assert [field["id"] for field in told["fields"]][:2] == ["email", "phone"]
    body = {"raabta_token": told["raabta_token"], "email": "ada@shop.example", "ok": True}
    url = f"/f/{form.public_id}/"
    sent = Client().post(url, body, content_type="application/json")
    assert set(sent.json()) == {"thanks", "redirect_url"}
    row = FormSubmission.objects.get()
    assert row.reasons == ["fast"]
    for address in ("/forms/", "/forms/submissions/?state=held", f"/forms/submissions/{row.pk}"):
        assert "Newsletter" in page.get(address).content.decode()
    page.post(f"/forms/submissions/{row.pk}/accept")
    pumps.run_until_idle(seconds=20)
    ada = Customer.objects.get(email="ada@shop.example")
    assert f"/customers/{ada.pk}" in page.get(f"/forms/submissions/{row.pk}").content.decode()
    table = b"".join(page.get("/forms/submissions/export.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "ada@shop.example" in table
    page.post(f"/forms/submissions/{row.pk}/delete")
    assert page.get(f"/forms/submissions/{row.pk}").status_code == 404
