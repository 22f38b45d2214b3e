"""The settings of one field, as its kind asks for them."""

import secrets
from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pydantic import ValidationError

from raabta.customers.purposes import CHANNELS
from raabta.customers.queries.topics import purpose_choices
from raabta.forms.form_field import FormField, form_fields
from raabta.forms.form_fields.file import MOST_MB
from raabta.forms.models import Form
from raabta.forms.targets import targets
from raabta.forms.uploads import TYPES
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
            if name != "labels":
                self.fields[name] = _setting(name, form)
        if "labels" in kind.settings:
            self._add_labels(held)
        if "writes" in kind.settings and kind.widget != "hidden":
            self.fields |= profiling_fields()
        self._add_condition(form)

    def _add_labels(self, held: dict[str, Any]) -> None:
        for tag, language in settings.LANGUAGES:
            known = held.get("labels", {}).get(tag, {})
            lines = [known.get(one, "") for one in held.get("choices", [])]
            self.fields[f"labels_{tag}"] = forms.CharField(
                label=_("Choices (%(language)s)") % {"language": language},
                initial="\n".join(lines) if any(lines) else "",
                required=False,
                strip=False,  # an empty first line is a choice without a label
                max_length=10_000,
                widget=text_widget(tag, is_long=True),
                help_text=_("One a line, in the same order. Empty: as above."),
            )

    def _labels(self, choices: list[str]) -> dict[str, dict[str, str]]:
        """By language: what each choice is called."""
        found = {}
        for tag, _language in settings.LANGUAGES:
            lines = [line.strip() for line in self.cleaned_data[f"labels_{tag}"].splitlines()]
            if any(lines):
                found[tag] = dict(zip(choices, lines, strict=False))
        return found

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
        names = ("is_required", "skip_known", "is_further", *self.kind.settings)
        plain = {name: told[name] for name in names if name in told}
        if "labels" in self.kind.settings:
            plain["labels"] = self._labels(told["choices"])
        when = {"field": told["when_field"], "how": told["when_how"] or "is"}
        shown = {**when, "values": told["when_values"]} if told["when_field"] else None
        try:
            return self.kind(id=self.field_id, words=words, shown_when=shown, **plain)
        except ValidationError:
            self.add_error(None, _("These settings do not fit together."))
            return None


def profiling_fields() -> dict[str, forms.Field]:
    return {
        "skip_known": forms.BooleanField(
            label=_("Leave it out when it is known"),
            required=False,
            help_text=_("For visitors who come by a link in a mail or whose browser is known."),
        ),
        "is_further": forms.BooleanField(
            label=_("Ask it only in place of a question that was left out"), required=False
        ),
    }


def _initial(row: dict[str, Any]) -> dict[str, Any]:
    found = dict(row)
    for tag, words in (row.get("words") or {}).items():
        found |= {f"{key}_{tag}": text for key, text in words.items()}
    when = row.get("shown_when") or {}
    return {**found, **{f"when_{key}": value for key, value in when.items()}}


FILES: dict[str, Callable[[], forms.Field]] = {
    "types": lambda: forms.MultipleChoiceField(
        label=_("What may be sent"),
        choices=list(TYPES.items()),
        initial=["pdf", "image"],
        widget=forms.CheckboxSelectMultiple,
    ),
    "most_mb": lambda: forms.IntegerField(
        label=_("Largest size (MB)"), min_value=1, max_value=MOST_MB, initial=5
    ),
}


def _setting(name: str, form: Form) -> forms.Field:
    if name == "writes":
        known = [(key, str(one.label)) for key, one in targets(form.workspace).items()]
        choices = [("", _("Only the submission")), *known]
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
    if name in FILES:
        return FILES[name]()
    if name in LISTS or name == "purpose":
        purposes = _("Purpose or topic"), purpose_choices(form.workspace)
        label, known = LISTS.get(name, purposes)
        return forms.ChoiceField(label=label, choices=known)
    return forms.CharField(label=_("The value, if always the same"), max_length=500, required=False)


def kinds() -> list[tuple[str, str]]:
    """Keys and names of the kinds that a form can have."""
    return [(kind.key, str(kind.label)) for kind in form_fields.members()]
