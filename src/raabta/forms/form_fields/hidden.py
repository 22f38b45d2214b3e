from typing import ClassVar, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.forms.form_field import FormField, Raw, Value
from raabta.workspaces.models import Workspace

MOST = 500
Source = Literal[
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_term",
    "utm_content",
    "referrer",
    "page",
    "fixed",
]


class Hidden(FormField):
    """What the visitor brings along: the page's address knows it, or it is always the same."""

    key: ClassVar = "hidden"
    label: ClassVar[Promise | str] = _("Hidden value")
    icon: ClassVar = "eye-off"
    widget: ClassVar = "hidden"
    settings: ClassVar = ("writes", "source", "fixed")

    source: Source = "utm_source"
    fixed: str = ""

    def read(self, raw: Raw, workspace: Workspace) -> Value:
        if self.source == "fixed":  # whatever was sent in its place
            return self.fixed or None
        return super().read(raw, workspace)

    def parse(self, text: str, workspace: Workspace) -> Value:
        return text.replace("\x00", "")[:MOST] or None
