"""Colleagues are told, seldom enough; throw-away addresses are remarked or held."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from raabta.customers.free_mail import is_disposable
from raabta.forms.models import Form, FormSubmission
from raabta.forms.services import building
from raabta.forms.services.notices import NotColleagues, notify_due
from raabta.kernel import clock
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Membership, User, Workspace
from raabta.workspaces.policy import Role
from tests.forms.test_submitting import ANSWERS, send

OWNER = "owner@shop.example"
THROWN = {**ANSWERS, "email": "ada@mailinator.com"}


def told(form: Form, address: str = OWNER) -> None:
    building.edit_form(workspace=form.workspace, actor=SYSTEM, form_id=form.pk, notify=[address])


def test_a_colleague_is_told_once_in_a_while_and_without_answers(form: Form) -> None:
    told(form)
    assert notify_due() == 0
    for _ in range(2):
        send(form, ANSWERS)
    assert notify_due() == 1
    (letter,) = mail.outbox
    assert letter.to == [OWNER]
    assert "“Newsletter” was filled in 2 times." in letter.subject
    assert "ada@shop.example" not in str(letter.message())
    assert f"?form={form.pk}" in letter.body
    send(form, ANSWERS, drawn="")
    assert notify_due() == 0
    with clock.turned_to(clock.now() + timedelta(minutes=11)):
        assert (notify_due(), notify_due()) == (1, 0)
    assert "1 of them waits for your decision." in mail.outbox[1].body


def test_only_colleagues_who_may_read_submissions_are_told(
    form: Form, workspace: Workspace
) -> None:
    with pytest.raises(NotColleagues):
        told(form, "stranger@rival.example")
    told(form)
    Membership.objects.update(role=Role.ANALYST)
    send(form, ANSWERS)
    notify_due()
    assert mail.outbox == []
    with pytest.raises(NotColleagues):
        told(form)


def test_the_settings_are_changed_on_their_page(form: Form, owner: User) -> None:
    client = Client()
    client.force_login(owner)
    url = f"/forms/{form.pk}/protect"
    values = {"puzzle": "always", "held_above": "5", "disposable": "hold", "most_further": "2"}
    assert client.post(url, {**values, "notify": ["x@y.example"]}).status_code == 422
    assert client.post(url, {**values, "notify": [OWNER]}).status_code == 303
    form.refresh_from_db()
    assert (form.puzzle, form.held_above, form.notify) == ("always", 5, [OWNER])
    Membership.objects.update(role=Role.ANALYST)
    assert client.post(url, {**values, "puzzle": "never"}).status_code == 403
    form.refresh_from_db()
    assert form.puzzle == "always"


@pytest.mark.parametrize(
    ("email", "answer"),
    [
        ("a@mailinator.com", True),
        ("a@sub.mailinator.com", True),
        ("a@gmail.com", False),
        ("a@com", False),
        ("", False),
    ],
)
def test_throw_away_addresses_are_known(email: str, answer: bool) -> None:  # noqa: FBT001
    assert is_disposable(email.rpartition("@")[2]) is answer


@pytest.mark.parametrize(
    ("mode", "state", "reasons", "remarks"),
    [
        ("take", "received", [], []),
        ("flag", "received", [], ["disposable"]),
        ("hold", "held", ["disposable"], []),
    ],
)
def test_a_throw_away_address_is_taken_remarked_or_held(
    form: Form, mode: str, state: str, reasons: list[str], remarks: list[str]
) -> None:
    building.edit_form(workspace=form.workspace, actor=SYSTEM, form_id=form.pk, disposable=mode)
    form.refresh_from_db()
    send(form, THROWN)
    row = FormSubmission.objects.get()
    assert (row.state, row.reasons, row.remarks) == (state, reasons, remarks)


def test_the_number_that_holds_is_the_forms_own(form: Form) -> None:
    building.edit_form(workspace=form.workspace, actor=SYSTEM, form_id=form.pk, held_above=1)
    form.refresh_from_db()
    for _ in range(2):
        send(form, ANSWERS)
    states = FormSubmission.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["received", "held"]
