"""The settings of one field, as its kind asks for them."""

import secrets
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pydantic import ValidationError

from raabta.customers.fields import fields_of
from raabta.customers.purposes import CHANNELS
from raabta.customers.queries.topics import purpose_choices
from raabta.forms.form_field import FormField, form_fields
from raabta.forms.models import Form
from raabta.web.forms.inputs import text_widget

WORDS = {
    "label": (_("Label"), 1_000),
    "help": (_("Help below it"), 500),
    "placeholder": (_("Example inside it"), 100),
}
SOURCES = [
    ("utm_source", "utm_source"),
    ("utm_medium", "utm_medium"),
    ("utm_campaign", "utm_campaign"),
    ("utm_term", "utm_term"),
    ("utm_content", "utm_content"),
    ("referrer", _("The page they came from")),
    ("page", _("The page with the form")),
    ("fixed", _("Always the same")),
]
HOWS = [
    ("is", pgettext_lazy("answer", "is")),
    ("is_not", pgettext_lazy("answer", "is not")),
    ("one_of", pgettext_lazy("answer", "is one of")),
]
LISTS: dict[str, tuple[Any, list[Any]]] = {
    "channel": (_("Channel"), list(CHANNELS.items())),
    "source": (_("Value"), SOURCES),
}
NO_TARGET = {"company_id", "external_id", "email", "phone"}


class Lines(forms.CharField):
    """One a line."""

    widget = forms.Textarea(attrs={"rows": 5})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in str(super().clean(value)).splitlines()]
        return list(dict.fromkeys(filter(None, lines)))


class FieldForm(forms.Form):
    def __init__(self, form: Form, kind: type[FormField], field_id: str, data: Any) -> None:
        self.kind, self.field_id = kind, field_id or f"f{secrets.token_hex(4)}"
        held: dict[str, Any] = next((row for row in form.fields if row["id"] == field_id), {})
        super().__init__(data, initial=_initial(held))
        for tag, language in settings.LANGUAGES:
            for key, (label, longest) in WORDS.items():
                self.fields[f"{key}_{tag}"] = forms.CharField(
                    label=f"{label} ({language})",
                    max_length=longest,
                    required=False,
                    widget=text_widget(tag, is_long=kind.key == "consent" and key == "label"),
                )
        if kind.asks and kind.widget != "hidden":
            self.fields["is_required"] = forms.BooleanField(label=_("Required"), required=False)
        for name in kind.settings:
            self.fields[name] = _setting(name, form)
        self._add_condition(form)

    def _add_condition(self, form: Form) -> None:
        others = [one for one in form.items if one.asks and one.id != self.field_id]
        names = [(one.id, one.say("label", [form.workspace.language]) or one.id) for one in others]
        self.fields["when_field"] = forms.ChoiceField(
            label=_("Show it only when"), choices=[("", _("Always")), *names], required=False
        )
        self.fields["when_how"] = forms.ChoiceField(label=_("Answer"), choices=HOWS, required=False)
        self.fields["when_values"] = Lines(
            label=_("Answers"),
            required=False,
            help_text=_("One a line; for a box that is ticked: yes."),
        )

    def built(self) -> FormField | None:
        """The field, once the form is valid; None when its kind refuses the settings."""
        told = self.cleaned_data
        words = {
            tag: {key: told[f"{key}_{tag}"] for key in WORDS}
            for tag, _language in settings.LANGUAGES
            if any(told[f"{key}_{tag}"] for key in WORDS)
        }
        plain = {name: told[name] for name in ("is_required", *self.kind.settings) if name in told}
        when = {"field": told["when_field"], "how": told["when_how"] or "is"}
        shown = {**when, "values": told["when_values"]} if told["when_field"] else None
        try:
            return self.kind(id=self.field_id, words=words, shown_when=shown, **plain)
        except ValidationError:
            self.add_error(None, _("These settings do not fit together."))
            return None


def _initial(row: dict[str, Any]) -> dict[str, Any]:
    found = dict(row)
    for tag, words in (row.get("words") or {}).items():
        found |= {f"{key}_{tag}": text for key, text in words.items()}
    when = row.get("shown_when") or {}
    return {**found, **{f"when_{key}": value for key, value in when.items()}}


def _setting(name: str, form: Form) -> forms.Field:
    if name == "writes":
        known = fields_of(form.workspace).values()
        targets = [(one.key, str(one.label)) for one in known if one.key not in NO_TARGET]
        choices = [("", _("Only the submission")), *targets]
        return forms.ChoiceField(label=_("Write it to"), choices=choices, required=False)
    if name == "choices":
        return Lines(label=_("Choices"), help_text=_("One a line."))
    if name == "by_mail":
        return forms.BooleanField(
            label=_("Ask by mail to confirm it"),
            required=False,
            initial=True,
            help_text=_("For e-mail: it counts once the owner of the mailbox presses a button."),
        )
    if name == "purpose":
        choices = purpose_choices(form.workspace)
        return forms.ChoiceField(label=_("Purpose or topic"), choices=choices)
    if name in LISTS:
        label, choices = LISTS[name]
        return forms.ChoiceField(label=label, choices=choices)
    return forms.CharField(label=_("The value, if always the same"), max_length=500, required=False)


def kinds() -> list[tuple[str, str]]:
    """Keys and names of the kinds that a form can have."""
    return [(kind.key, str(kind.label)) for kind in form_fields.members()]
