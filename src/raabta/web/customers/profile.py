"""What a customer's page shows around its timeline."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from raabta.customers.attributes import value_as_text
from raabta.customers.field_values import is_filled, value_of
from raabta.customers.fields import ATTRIBUTE, Field, fields_of
from raabta.customers.models import Company, Customer, Tag
from raabta.customers.panel import CompanyPanel, CustomerPanel, customer_panels
from raabta.customers.purposes import CHANNELS, label_of
from raabta.customers.queries import consents_of, identities_of, notes_of, tags_of
from raabta.customers.queries.provenance import Source, sources_of
from raabta.customers.queries.rights import open_hold
from raabta.customers.queries.topics import purpose_names
from raabta.customers.sensitive import PERMISSION
from raabta.customers.timeline import Timeline, read_timeline, sources_for
from raabta.kernel.registry import Registry
from raabta.web.http import HttpRequest
from raabta.workspaces.models import Workspace

SUGGESTED = 200


@dataclass(frozen=True)
class Property:
    """One field of the person with its value, as the left column shows it."""

    field: Field
    value: Any
    source: Source | None = None  # what set it, when that is known
    was: str = ""


@dataclass(frozen=True)
class Panel:
    label: str
    body: SafeString


@dataclass(frozen=True)
class ConsentShown:
    purpose: str
    channel: str
    state: str
    since: datetime


def about(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """Everything that the page draws."""
    workspace = request.workspace
    own = properties(workspace, customer)
    return {
        "customer": customer,
        "properties": [p for p in own if not p.field.key.startswith(ATTRIBUTE)],
        "has_sensitive": any(p.field.is_sensitive and is_filled(p.value) for p in own),
        "may_reveal": request.may(PERMISSION),
        "attributes": [p for p in own if p.field.key.startswith(ATTRIBUTE)],
        "tags": tags_of(workspace, [customer.pk]).get(customer.pk, []),
        "tag_names": list(Tag.objects.order_by("name").values_list("name", flat=True)[:SUGGESTED]),
        "identities": identities_of(workspace, customer.pk),
        "hold": open_hold(workspace, customer.pk),
        "consents": consents(workspace, customer),
        "pinned": [note for note in notes_of(workspace, customer.pk)[:20] if note.is_pinned],
        "panels": panels(request, customer),
        "companies": company_names(workspace),
        **timeline(request, customer),
    }


def properties(workspace: Workspace, customer: Customer) -> list[Property]:
    found, sources = [], sources_of(workspace, customer)
    for key, field in fields_of(workspace).items():
        value, source = value_of(customer, key), sources.get(key)
        if key == "company_id":
            value = customer.company.name if customer.company else ""
        if not field.is_address:  # those stand with the other identities
            found.append(Property(field, value, source, _earlier(field, source)))
    return found


def _earlier(field: Field, source: Source | None) -> str:
    """The value before, where it can be shown as it is kept."""
    was = source.was if source else None
    if field.kind == "company" or field.is_sensitive or not is_filled(was):
        return ""
    if field.definition is not None:
        return value_as_text(field.definition, was)
    return ", ".join(map(str, was)) if isinstance(was, list) else str(was)


def timeline(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """One page of the timeline, of the kinds that the chips ask for."""
    sources = sources_for(request.may)
    wanted = set(request.GET.getlist("kind"))
    chosen = [source for source in sources if not wanted or source.key in wanted]
    read: Timeline = read_timeline(
        request.workspace, customer.pk, sources=chosen, before=moment_in(request.GET.get("before"))
    )
    return {"customer": customer, "timeline": read, "sources": sources, "kinds": wanted}


def panels(request: HttpRequest, customer: Customer) -> list[Panel]:
    return drawn_panels(request, customer_panels, customer.pk, {"customer": customer})


def drawn_panels(
    request: HttpRequest,
    family: Registry[CustomerPanel] | Registry[CompanyPanel],
    pk: int,
    context: dict[str, Any],
) -> list[Panel]:
    """The cards that other contexts put on a page, for what this reader may see."""
    members: list[type[CustomerPanel | CompanyPanel]] = [*family.members()]
    found = []
    for member in sorted(members, key=lambda one: one.position):
        data = member().data(request.workspace, pk) if request.may(member.permission) else None
        if data is not None:
            may_edit = request.may("customers.edit")
            shown = {**data, **context, "may_edit": may_edit}
            body = render_to_string(member.template, shown, request=request)
            found.append(Panel(str(member.label), body))
    return found


def consents(workspace: Workspace, customer: Customer) -> list[ConsentShown]:
    names = purpose_names(workspace)
    return [
        ConsentShown(
            label_of(names, held.purpose),
            label_of(CHANNELS, held.channel),
            held.state,
            held.since,
        )
        for held in consents_of(workspace, customer.pk)
    ]


def company_names(workspace: Workspace) -> list[str]:
    """Some companies to suggest while typing."""
    known = Company.objects.filter(workspace=workspace, deleted_at=None).order_by("-updated_at")
    return list(known.values_list("name", flat=True)[:SUGGESTED])


def moment_in(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.tzinfo else None


def address(customer: Customer) -> str:
    return reverse("web:customers:show", args=[customer.pk])
