"""Groups are companies: made when they are new, and their people join them."""

from typing import Any

from raabta.customers import normalise, places
from raabta.customers.mail_domains import domain_in
from raabta.customers.models import Company
from raabta.customers.queries.company_domains import owners_of
from raabta.customers.queries.company_merges import company_survivor
from raabta.customers.services.companies import create_company, edit_company
from raabta.customers.services.people import edit_customer
from raabta.tracking.call import Call, text_id
from raabta.tracking.event_of_call import traits_of
from raabta.tracking.services.stitching.turn import Turn

LONGEST_EXTERNAL_ID = 100
LONGEST = {"name": 200, "city": 100, "domain": 253}


def join_company(turn: Turn, customer_id: int, call: Call) -> None:
    company_id = _company(turn, text_id(call.group_id), traits_of(call))
    if company_id and turn.known.person(customer_id).company_id != company_id:
        edit_customer(
            workspace=turn.workspace,
            actor=turn.actor,
            customer_id=customer_id,
            values={"company_id": company_id},
        )
        turn.known.people.pop(customer_id, None)


def company_in(turn: Turn, traits: dict[str, Any]) -> int | None:
    """The company that a person's traits name: {"company": {"id": …, "name": …}} or a name."""
    told = traits.get("company")
    if isinstance(told, str):
        told = {"name": told}
    if not isinstance(told, dict):
        return None
    pk = told.get("id")
    return _company(turn, text_id(pk) if isinstance(pk, str | int | float) else "", told)


def _company(turn: Turn, external_id: str, traits: dict[str, Any]) -> int | None:
    values = _values(traits)
    if len(external_id) > LONGEST_EXTERNAL_ID:
        return None
    mine = Company.objects.filter(workspace=turn.workspace, deleted_at=None).order_by("pk")
    if external_id:
        found = mine.filter(external_id=external_id).first() or _merged(turn, external_id)
    else:
        found = mine.filter(name=values.get("name", "")).first() if "name" in values else None
    actor = turn.actor
    if found is None:
        if not external_id and "name" not in values:
            return None
        made = {"name": external_id, **_with_free_domain(turn, values)}
        made["external_id"] = external_id
        return create_company(workspace=turn.workspace, actor=actor, values=made).pk
    told = _with_free_domain(turn, values)
    changed = {name: value for name, value in told.items() if getattr(found, name) != value}
    if changed:
        edit_company(workspace=turn.workspace, actor=actor, company_id=found.pk, values=changed)
    return found.pk


def _merged(turn: Turn, external_id: str) -> Company | None:
    """The company that has the things of the one that had this id."""
    held = Company.objects.filter(
        workspace=turn.workspace, external_id=external_id, merged_into__isnull=False
    ).first()
    survivor_id = company_survivor(turn.workspace, held.pk) if held else 0
    return Company.objects.filter(pk=survivor_id, deleted_at=None).first()


def _with_free_domain(turn: Turn, values: dict[str, Any]) -> dict[str, Any]:
    """The domain as it is kept; none that cannot be, or that a company has already."""
    domain = domain_in(values.get("domain", ""))
    owner = owners_of(turn.workspace, [domain]).get(domain) if domain else None
    kept = {name: value for name, value in values.items() if name != "domain"}
    return kept | ({"domain": domain} if domain and owner is None else {})


def _values(traits: dict[str, Any]) -> dict[str, Any]:
    found = {
        name: normalise.line(traits[name])[:most]
        for name, most in LONGEST.items()
        if isinstance(traits.get(name), str) and normalise.line(traits[name])
    }
    country = traits.get("country")
    try:
        if isinstance(country, str) and (code := places.country(country)):
            found["country"] = code
    except normalise.Invalid:
        pass
    return found
