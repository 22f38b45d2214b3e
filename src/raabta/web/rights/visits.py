"""Whose page a link opens; nobody is logged in there."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from raabta.customers.models import Customer
from raabta.messaging.own_page import customer_of
from raabta.web.http import finished, render
from raabta.web.messaging.visitor import reading_as

Own = Callable[[HttpRequest, Customer, str], HttpResponse]
View = Callable[[HttpRequest, str], HttpResponse]


def own(purpose: str, *, methods: str = "GET HEAD") -> Callable[[Own], View]:
    """Let the view run for the person whose link it is, in their workspace and language.

    The address holds a key, so no cache may keep the page.
    """

    def gate(view: Own) -> View:
        @never_cache
        @wraps(view)
        def opened(request: HttpRequest, token: str) -> HttpResponse:
            customer = customer_of(token, purpose)
            if customer is None:
                return render(request, "rights/own/expired.html", status=404)
            with reading_as(request, customer.workspace, customer.language):
                return finished(view(request, customer, token))

        opened.is_public = True  # type: ignore[attr-defined]
        return require_http_methods(methods.split())(opened)

    return gate
