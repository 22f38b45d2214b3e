"""The form control of each field of a person; whatever is typed is parsed by the field itself."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from raabta.audiences.codes import names_for
from raabta.customers.attribute_kind import kind_of
from raabta.customers.attributes import InvalidValue, shown_value, value_as_text
from raabta.customers.fields import Field, parse_field
from raabta.customers.models import Company
from raabta.customers.services.identities import InvalidIdentity, normalised
from raabta.web.workspaces import choices
from raabta.workspaces.models import Workspace

LATIN = {"dir": "ltr"}


class CustomerField(forms.Field):
    """Cleans to what `edit_customer` takes."""

    def __init__(self, workspace: Workspace, field: Field, **options: Any) -> None:
        self.workspace, self.field = workspace, field
        is_required = bool(field.definition and field.definition.is_required)
        options.setdefault("help_text", field.definition.help if field.definition else "")
        super().__init__(
            label=str(field.label), required=is_required, widget=widget_for(field), **options
        )

    def clean(self, value: Any) -> Any:
        try:
            parsed = parse_field(self.workspace, self.field, value)
            if self.field.is_address and parsed:
                return normalised(self.workspace, self.field.kind, parsed)
        except (InvalidValue, InvalidIdentity) as error:
            raise forms.ValidationError(str(error)) from error
        return parsed


def widget_for(field: Field) -> forms.Widget:
    """The control that suits the kind of the field."""
    if field.definition is None and field.kind in SELECTS:
        return forms.Select(choices=[("", "—"), *SELECTS[field.kind]()])
    control = control_of(field)
    if control == "boolean":
        return forms.Select(choices=[("", "—"), ("yes", _("Yes")), ("no", _("No"))])
    options = field.definition.choices if field.definition else []
    if control == "choice":
        return forms.Select(choices=[("", "—"), *((c, c) for c in options)])
    if control == "choices" and options:
        return forms.CheckboxSelectMultiple(choices=[(c, c) for c in options])
    made: forms.Widget = TYPED.get(control, _text)()
    return made


def control_of(field: Field) -> str:
    return kind_of(field.definition).control if field.definition else field.kind


def _text() -> forms.Widget:
    return forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})


def _latin(widget: Callable[..., forms.Widget], **attrs: str) -> forms.Widget:
    return widget(attrs={**LATIN, "autocomplete": "off", **attrs})


SELECTS: dict[str, Any] = {
    "country": choices.countries,
    "language": lambda: names_for("language", get_language() or "en"),
    "zone": choices.zones,
}
TYPED: dict[str, Any] = {
    "email": lambda: _latin(forms.EmailInput),
    "phone": lambda: _latin(forms.TextInput, inputmode="tel"),
    "company": lambda: forms.TextInput(attrs={"dir": "auto", "list": "companies"}),
    "number": lambda: _latin(forms.TextInput, inputmode="decimal"),
    "date": lambda: forms.DateInput(attrs={"type": "date"}),
    "moment": lambda: forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}),
    "url": lambda: _latin(forms.TextInput, inputmode="url"),
    "latin": lambda: _latin(forms.TextInput),
    "long": lambda: forms.Textarea(attrs={**LATIN, "rows": 4, "spellcheck": "false"}),
}


def initial_of(field: Field, value: Any, company: Company | None = None) -> Any:
    """What the control shows for a stored value."""
    if field.kind == "company":
        return company.name if company else ""
    control = control_of(field)
    if control == "choices" and field.definition and field.definition.choices:
        return value or []
    if control == "moment" and field.definition and value:
        found = shown_value(field.definition, value)
        zone = ZoneInfo(field.definition.workspace.time_zone or "UTC")
        return f"{found.astimezone(zone):%Y-%m-%dT%H:%M:%S}" if hasattr(found, "hour") else ""
    if field.definition is not None:
        return value_as_text(field.definition, value)
    return value or ""
