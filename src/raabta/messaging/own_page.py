"""The address of a person's own page: signed, and good for a day, for mails get forwarded."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.urls import reverse
from django_scopes import scopes_disabled

from raabta.customers.models import Customer

LASTS = timedelta(days=1)
PAGE, ERASURE = "raabta.own_page", "raabta.own_erasure"


def own_page_url(customer: Customer) -> str:
    return settings.BASE_URL + reverse("web:own:show", args=[token_of(customer, PAGE)])


def erasure_url(customer: Customer) -> str:
    return settings.BASE_URL + reverse("web:own:forget", args=[token_of(customer, ERASURE)])


def token_of(customer: Customer, purpose: str) -> str:
    return signing.dumps(str(customer.public_id), salt=purpose)


def customer_of(token: str, purpose: str) -> Customer | None:
    """Whose page it is, whichever workspace; None when the link is not ours or too old."""
    try:
        public_id = signing.loads(token, salt=purpose, max_age=LASTS)
        with scopes_disabled():
            rows = Customer.objects.select_related("workspace", "company")
            return rows.filter(public_id=public_id, deleted_at=None).first()
    except (signing.BadSignature, ValidationError, ValueError):
        return None
