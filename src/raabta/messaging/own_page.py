"""The address of a person's own page: signed, and good for a day, for mails get forwarded."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.urls import reverse
from django_scopes import scopes_disabled

from raabta.customers.models import Customer
from raabta.customers.queries.merges import survivor_of

LASTS = timedelta(days=1)
PAGE, ERASURE = "raabta.own_page", "raabta.own_erasure"


def own_page_url(customer: Customer) -> str:
    return settings.BASE_URL + reverse("web:own:show", args=[token_of(customer, PAGE)])


def erasure_url(customer: Customer) -> str:
    return settings.BASE_URL + reverse("web:own:forget", args=[token_of(customer, ERASURE)])


def token_of(customer: Customer, purpose: str) -> str:
    return signing.dumps(str(customer.public_id), salt=purpose)


def customer_of(token: str, purpose: str) -> Customer | None:
    """Whose page it is, whichever workspace; None when the link is not ours or too old.

    Who was merged meanwhile sees the page of who they are now; an erasure has to be asked anew.
    """
    try:
        public_id = signing.loads(token, salt=purpose, max_age=LASTS)
        with scopes_disabled():
            rows = Customer.objects.select_related("workspace", "company")
            found = rows.filter(public_id=public_id).first()
            if found and found.merged_into_id and purpose == PAGE:
                found = rows.filter(pk=survivor_of(found.workspace, found.pk)).first()
            return found if found and found.deleted_at is None else None
    except (signing.BadSignature, ValidationError, ValueError):
        return None
