from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.customers.attribute_kind import AttributeKind, wrong
from raabta.customers.attribute_kinds.text import plain
from raabta.customers.models import AttributeDefinition

SCHEMES = ("https", "http")


class Url(AttributeKind):
    """Pages link to it, so only addresses of the web are let in."""

    key: ClassVar = "url"
    label: ClassVar = gettext_lazy("Web address")
    position: ClassVar = 12
    control: ClassVar = "url"
    shown_as: ClassVar = "url"
    sample: ClassVar = "https://example.com"

    def parse(self, about: AttributeDefinition, raw: Any) -> str:
        text = plain(about, raw)
        problem = wrong(about, raw, _("a web address such as https://example.com"))
        whole = text if "://" in text else f"https://{text}"
        try:
            parts = urlsplit(whole)
            host = parts.hostname or ""
            _port = parts.port
        except ValueError:
            raise problem from None
        is_odd = any(c.isspace() or ord(c) < 32 or c in '<>"\\' for c in whole)
        if parts.scheme.lower() not in SCHEMES or "." not in host.strip(".") or is_odd:
            raise problem
        return whole
