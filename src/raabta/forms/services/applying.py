"""Make a person of a submission, or give it to the one who is known by its addresses."""

import json
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.db import transaction

from raabta.customers.fields import fields_of, parse_field
from raabta.customers.identity_kind import EMAIL, PHONE
from raabta.customers.models import Customer, Identity
from raabta.customers.services.bulk.trust import without_greater
from raabta.customers.services.consent import Answer, record_consents
from raabta.customers.services.identities import IdentityTaken, add_identity
from raabta.customers.services.people import create_customer, edit_customer
from raabta.customers.services.tags import add_tags
from raabta.forms.domain_events import FormSubmitted
from raabta.forms.form_fields.consent import Consent
from raabta.forms.models import ConsentText, FormSubmission
from raabta.kernel import bus
from raabta.messaging.requirements import Requirements, requirements_of
from raabta.messaging.services.confirmations import CannotAsk, Question, ask_to_confirm
from raabta.tracking.event import IncomingEvent
from raabta.tracking.services.claiming import claim_visitor
from raabta.tracking.services.events import accept_events
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace

WAY = "form"
EVENT = "Form Submitted"
UTM = {"utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"}


@transaction.atomic
def apply_submission(*, workspace: Workspace, submission_id: int) -> None:
    """Safe to repeat: a submission becomes somebody's once."""
    rows = FormSubmission.objects.select_for_update(of=("self",)).select_related("form")
    row = rows.filter(pk=submission_id, state=FormSubmission.State.RECEIVED).first()
    if row is None:
        return
    actor = Actor(label=row.form.name, via=WAY)
    customer_id = _person(workspace, actor, row)
    if row.form.tag:
        add_tags(workspace=workspace, actor=actor, customer_ids=[customer_id], names=[row.form.tag])
    settle_consents(workspace, actor, row, customer_id)
    claim_visitor(
        workspace=workspace,
        actor=actor,
        customer_id=customer_id,
        anonymous_id=row.anonymous_id,
    )
    row.customer_id, row.state = customer_id, FormSubmission.State.ACCEPTED
    row.save(update_fields=["customer", "state"])
    _tell(workspace, row, customer_id)


def settle_consents(
    workspace: Workspace, actor: Actor, row: FormSubmission, customer_id: int
) -> None:
    """Record what was ticked, with the words that were shown, or ask by mail whether it is so.

    Whoever ticks nothing changes nothing.
    """
    items = {item.id: item for item in row.form.items if isinstance(item, Consent)}
    texts = ConsentText.objects.select_related("form").filter(
        form=row.form, pk__in=row.consents.values()
    )
    ticked = [(items[text.field], text) for text in texts.order_by("pk") if text.field in items]
    required = requirements_of(workspace)
    answers = [
        Answer(
            customer_id=customer_id,
            purpose=item.purpose,
            channel=item.channel,
            state="granted",
            source=WAY,
            given_at=row.received_at,
            text_version=text.label,
            ip=row.ip,
            evidence=_evidence(row, text),
        )
        for item, text in ticked
        if not _needs_mail(item, required)
    ]
    record_consents(workspace=workspace, actor=actor, answers=answers)
    person = Customer.objects.get(pk=customer_id)
    for item, text in ticked:
        if _needs_mail(item, required):
            _ask(workspace, actor, person, _question(row, item, text))


def _needs_mail(item: Consent, required: Requirements) -> bool:
    """The field asks for it, or the workspace does wherever people answer."""
    return item.needs_mail or required.of(item.purpose, item.channel).needs_confirming


def _ask(workspace: Workspace, actor: Actor, person: Customer, question: Question) -> None:
    with suppress(CannotAsk):  # nobody can say so: the answer stays with the submission
        ask_to_confirm(workspace=workspace, actor=actor, customer=person, question=question)


def _question(row: FormSubmission, item: Consent, text: ConsentText) -> Question:
    return Question(
        purpose=item.purpose,
        channel=item.channel,
        source=WAY,
        text=text.text,
        text_version=text.label,
        ip=row.ip,
        evidence=_evidence(row, text),
    )


def _evidence(row: FormSubmission, text: ConsentText) -> str:
    told = {
        "form": row.form.name,
        "text": text.text,
        "page": row.page_url,
        "browser": row.user_agent,
    }
    return json.dumps(told, ensure_ascii=False)


def _person(workspace: Workspace, actor: Actor, row: FormSubmission) -> int:
    addresses, values = _told(workspace, row)
    held = [one for kind, text in addresses if (one := _holder(kind, text)) is not None]
    if not held:
        made = create_customer(
            workspace=workspace,
            actor=actor,
            values=values,
            emails=[text for kind, text in addresses if kind == EMAIL],
            phones=[text for kind, text in addresses if kind == PHONE],
            source=row.form.name,
        )
        return made.pk
    person = Customer.objects.get(pk=held[0])
    _add_addresses(workspace, actor, person.pk, addresses)
    if values := without_greater(workspace, actor, person, values):
        edit_customer(workspace=workspace, actor=actor, customer_id=person.pk, values=values)
    return person.pk


def _add_addresses(
    workspace: Workspace, actor: Actor, customer_id: int, addresses: list[tuple[str, str]]
) -> None:
    """Beside what is known, never as the main one: anybody could have typed somebody's phone with an
    e-mail of their own, and mails about that person, with the link to their own page, go to the main
    one.
    """
    for kind, text in addresses:
        if _holder(kind, text) == customer_id:
            continue
        try:
            add_identity(
                workspace=workspace,
                actor=actor,
                customer_id=customer_id,
                kind=kind,
                text=text,
                may_lead=False,
            )
        except IdentityTaken:
            continue  # somebody else's, who was not asked


def _told(
    workspace: Workspace, row: FormSubmission
) -> tuple[list[tuple[str, str]], dict[str, Any]]:
    """Addresses, e-mails first, and values of the person's fields."""
    known = fields_of(workspace)
    addresses: list[tuple[str, str]] = []
    values: dict[str, Any] = {}
    for item in row.form.items:
        answer = row.answers.get(item.id)
        if answer is None or item.target not in known:
            continue
        if known[item.target].is_address:
            addresses.append((item.target, str(answer)))
        else:
            values[item.target] = parse_field(workspace, known[item.target], answer)
    return sorted(addresses, key=lambda pair: pair[0] != EMAIL), values


def _holder(kind: str, value: str) -> int | None:
    rows = Identity.objects.filter(kind=kind, value=value, is_live=True)
    return rows.values_list("customer_id", flat=True).first()


def _tell(workspace: Workspace, row: FormSubmission, customer_id: int) -> None:
    event = IncomingEvent(
        customer_id=customer_id,
        name=EVENT,
        properties=properties_of(row),
        occurred_at=row.received_at,
        message_id=f"form-submission-{row.pk}",
    )
    accept_events(workspace=workspace, events=[event])
    bus.publish(FormSubmitted(workspace.pk, row.form_id, row.pk, customer_id))


def properties_of(row: FormSubmission) -> dict[str, Any]:
    told = {"form": row.form.name, "form_id": row.form_id, "page": row.page_url}
    asked = parse_qsl(urlsplit(row.page_url).query)
    campaign = {name: text for name, text in asked if name in UTM}
    return {**told, **({"referrer": row.referrer} if row.referrer else {}), **campaign}
