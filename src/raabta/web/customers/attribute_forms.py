"""The form of an attribute's definition; the limits are drawn from its kind."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic.fields import FieldInfo

from raabta.customers.attribute_kind import (
    AttributeKind,
    BadRules,
    attribute_kinds,
    checked_rules,
    kind_named,
    kinds,
)
from raabta.customers.control import Control
from raabta.customers.models import AttributeDefinition
from raabta.web.customers.import_forms import drawn


class AttributeForm(forms.Form):
    """Each kind's limits are drawn as `rule.<kind>.<name>`; those of the chosen one count."""

    label = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    subject = forms.ChoiceField(
        label=gettext_lazy("About"),
        choices=[
            ("customer", gettext_lazy("Customers")),
            ("company", gettext_lazy("Companies")),
            ("order", gettext_lazy("Orders")),
        ],
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=lambda: [(one.key, one.label) for one in kinds()]
    )
    key = forms.SlugField(
        label=gettext_lazy("Key"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=gettext_lazy(
            "For imports, the API and templates. Left empty, it is made from the name."
        ),
    )
    choices = forms.CharField(
        label=gettext_lazy("Choices"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=gettext_lazy(
            "One a line. For kinds that choose from a list, and for “Several values” if you like."
        ),
    )
    help = forms.CharField(label=gettext_lazy("Help"), max_length=200, required=False)
    is_required = forms.BooleanField(label=gettext_lazy("Must be filled in"), required=False)
    is_sensitive = forms.BooleanField(
        label=gettext_lazy("Sensitive"),
        required=False,
        help_text=gettext_lazy(
            "Of customers: masked until somebody who may asks for it; who looked is written down."
        ),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        definition: AttributeDefinition | None = None,
        may_reveal: bool = False,
    ) -> None:
        """Who may not see sensitive values cannot decide that a field is one, or is none."""
        super().__init__(data)
        if not may_reveal:
            del self.fields["is_sensitive"]
        self.definition = definition
        if definition:
            for name in ("subject", "kind", "key"):
                del self.fields[name]  # values exist that are of this kind
            self.initial = {
                "label": definition.label,
                "choices": "\n".join(definition.choices),
                "help": definition.help,
                "is_required": definition.is_required,
                "is_sensitive": definition.is_sensitive,
            }
        for kind in self.offered:
            for name, info in kind.model_fields.items():
                self._draw(kind, name, info)

    @property
    def offered(self) -> list[type[AttributeKind]]:
        return [kind_named(self.definition.kind)] if self.definition else kinds()

    @property
    def chosen(self) -> str:
        if self.definition:
            return self.definition.kind
        return str(self.data.get("kind") or self.offered[0].key)

    @property
    def plain(self) -> list[Any]:
        return [self[name] for name in self.fields if not name.startswith("rule.")]

    @property
    def rules(self) -> Iterator[tuple[str, list[Any]]]:
        """The kinds that have limits, each with its inputs."""
        for kind in self.offered:
            if found := [self[_name(kind.key, name)] for name in kind.model_fields]:
                yield kind.key, found

    def _draw(self, kind: type[AttributeKind], name: str, info: FieldInfo) -> None:
        control = next(one for one in info.metadata if isinstance(one, Control))
        field = drawn(control, info.annotation)
        field.label, field.help_text, field.required = str(control.label), str(control.help), False
        self.fields[_name(kind.key, name)] = field
        if self.definition:
            self.initial[_name(kind.key, name)] = self.definition.rules.get(name, "")

    def clean_choices(self) -> list[str]:
        lines = [line.strip() for line in str(self.cleaned_data["choices"]).splitlines()]
        return list(dict.fromkeys(line[:100] for line in lines if line))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        key = self.definition.kind if self.definition else cleaned.get("kind", "")
        if key in attribute_kinds:
            names = kind_named(key).model_fields
            given = {name: cleaned.get(_name(key, name)) for name in names}
            try:
                cleaned["rules"] = checked_rules(key, given)
            except BadRules as error:
                where = _name(key, error.field) if error.field in names else None
                self.add_error(where, str(error) or _("This does not fit."))
        return cleaned


def _name(kind: str, rule: str) -> str:
    return f"rule.{kind}.{rule}"
