"""Which questions a visitor is spared because the answers are known, and what is asked instead.

A visitor is known by a signed link in a mail, or by the anonymous id of their browser. Anybody may
forge the latter, so nobody is ever shown a value: only whether there is one can be seen.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core import signing

from raabta.customers.fields import fields_of
from raabta.customers.identity_kind import ANONYMOUS_ID
from raabta.customers.models import Customer, Identity
from raabta.forms.form_field import FormField
from raabta.forms.models import Form

SALT = "raabta.forms.person"
LASTS = 90 * 24 * 3600  # seconds; a mail is read late


@dataclass(frozen=True)
class Claim:
    """What a visitor says about who they are."""

    person: str = ""  # the token of a link in a mail
    anonymous_id: str = ""


def person_token(customer: Customer) -> str:
    return signing.dumps(str(customer.public_id), salt=SALT)


def skipped_of(form: Form, claim: Claim) -> list[str]:
    """Ids of the questions that are not asked. In the form's workspace."""
    if not any(item.skip_known or item.is_further for item in form.items):
        return []
    customer = _customer(claim)
    known = set(_known(form, customer)) if customer else set()
    spared = [item.id for item in form.items if item.skip_known and item.id in known]
    room = min(len(spared), form.most_further)
    queue = [item.id for item in form.items if item.is_further and item.id not in known]
    return sorted({*spared, *further_of(form)} - set(queue[:room]))


def further_of(form: Form) -> list[str]:
    """The questions that wait for their turn: nobody is asked them who is not known."""
    return [item.id for item in form.items if item.is_further]


def _customer(claim: Claim) -> Customer | None:
    live = Customer.objects.filter(deleted_at=None)
    try:
        public_id = signing.loads(claim.person, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        pass
    else:
        return live.filter(public_id=public_id).first()
    if not claim.anonymous_id:
        return None
    held = Identity.objects.filter(kind=ANONYMOUS_ID, value=claim.anonymous_id, is_live=True)
    return live.filter(pk__in=held.values("customer")).first()


def _known(form: Form, customer: Customer) -> Iterator[str]:
    fields = fields_of(form.workspace)
    for item in form.items:
        if item.target in fields and not item.fixed_target and _has(customer, item):
            yield item.id


def _has(customer: Customer, item: FormField) -> bool:
    name, _, key = item.target.partition(".")
    held = customer.attributes.get(key) if name == "attributes" else getattr(customer, name, None)
    return held not in (None, "", [])
