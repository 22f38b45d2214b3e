"""A form drawn by our script in another page: what it is told, and what it brings along."""

from typing import Any

import pytest
from django.test import Client

from raabta.customers.models import Customer, Identity
from raabta.customers.services.people import create_customer
from raabta.forms.form_fields.choice import Choice
from raabta.forms.models import Form, FormSubmission
from raabta.forms.services import building
from raabta.forms.services.applying import properties_of
from raabta.kernel import pumps
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace
from tests.forms.test_submitting import ANSWERS, send

PAGE = "https://shop.example/news?utm_source=letter&utm_campaign=spring&other=1"
BROUGHT = {
    "raabta_page": PAGE,
    "raabta_referrer": "https://search.example/",
    "raabta_anonymous_id": "device-1",
}


def test_the_description_has_all_that_the_script_draws(form: Form) -> None:
    labels = {"ur": {"Person": "فرد"}}
    choice = Choice(id="kind", choices=["Person", "Company"], labels=labels)
    building.put_field(workspace=form.workspace, actor=SYSTEM, form_id=form.pk, field=choice)
    answer = Client().get(f"/f/{form.public_id}.json?language=ur")
    told: Any = answer.json()
    assert (told["language"], told["direction"]) == ("ur", "rtl")
    kind = next(field for field in told["fields"] if field["id"] == "kind")
    assert kind["options"] == [["Person", "فرد"], ["Company", "Company"]]
    assert kind["choices"] == ["Person", "Company"]
    size = next(field for field in told["fields"] if field["id"] == "size")
    assert size["shown_when"] == {"field": "kind", "how": "is", "values": ["Company"]}
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    page = Client().get(f"/f/{form.public_id}/?language=ur").content.decode()
    assert '<option value="Person">فرد</option>' in page


def test_the_script_is_one_small_file_for_every_website() -> None:
    answer = Client().get("/forms/embed.js")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    text = answer.content.decode()
    assert text.startswith("(()=>{")
    assert "import" not in text.replace("important", "")
    assert len(text) < 16_000


def test_the_history_of_the_device_becomes_the_persons(form: Form, workspace: Workspace) -> None:
    send(form, {**ANSWERS, **BROUGHT})
    pumps.run_until_idle(seconds=20)
    row = FormSubmission.objects.get()
    assert (row.page_url, row.referrer) == (PAGE, "https://search.example/")
    ada = Customer.objects.get()
    device = Identity.objects.get(kind="anonymous_id")
    assert (device.value, device.customer_id) == ("device-1", ada.pk)
    assert set(row.answers) == {"email", "name", "kind", "ok"}


def test_a_device_stays_with_the_first_who_was_known_on_it(
    form: Form, workspace: Workspace
) -> None:
    ben = create_customer(workspace=workspace, actor=SYSTEM, values={"email": "ben@shop.example"})
    Identity.objects.create(
        workspace=workspace,
        customer=ben,
        kind="anonymous_id",
        value="device-1",
        first_seen_at=ben.created_at,
        last_seen_at=ben.created_at,
    )
    send(form, {**ANSWERS, **BROUGHT})
    pumps.run_until_idle(seconds=20)
    assert Identity.objects.get(kind="anonymous_id").customer_id == ben.pk


def test_the_event_tells_campaign_and_page(form: Form) -> None:
    row = FormSubmission(form=form, page_url=PAGE, referrer="https://search.example/")
    assert properties_of(row) == {
        "form": "Newsletter",
        "form_id": form.pk,
        "page": PAGE,
        "referrer": "https://search.example/",
        "utm_source": "letter",
        "utm_campaign": "spring",
    }


@pytest.mark.parametrize("page", ["javascript:alert(1)", "x" * 900, "", "https://a.example/\x00"])
def test_a_page_that_is_none_is_not_believed(form: Form, page: str) -> None:
    send(form, {**ANSWERS, "raabta_page": page, "raabta_anonymous_id": "x" * 900})
    row = FormSubmission.objects.get()
    assert row.page_url in {"", "https://a.example/"}
    assert len(row.anonymous_id) == 100


def test_who_begins_is_counted_once_a_drawn_form(form: Form) -> None:
    token = Client().get(f"/f/{form.public_id}.json").json()["raabta_token"]
    url = f"/f/{form.public_id}/started"
    for body in (token, token, "nonsense", ""):
        answer = Client().post(url, body, content_type="text/plain")
        assert answer.status_code == 204
    form.refresh_from_db()
    assert form.started == 1
    assert Client().get(url).status_code == 405
