"""What people type about how duplicates are found."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raabta.customers.fields import definitions_of
from raabta.customers.matching_fields import COMPARED, attributes_for
from raabta.customers.models import MatchingSettings
from raabta.workspaces.models import Workspace

PER_CENT = {"min": 1, "max": 100, "inputmode": "numeric", "dir": "ltr"}


class MatchingForm(forms.Form):
    review_at = forms.IntegerField(
        label=_("Show pairs from (per cent)"),
        min_value=1,
        max_value=100,
        widget=forms.NumberInput(PER_CENT),
        help_text=_("How sure it must be that two customers are one before you are asked."),
    )
    bulk_at = forms.IntegerField(
        label=_("Accept in bulk from (per cent)"),
        min_value=1,
        max_value=100,
        widget=forms.NumberInput(PER_CENT),
        help_text=_("Pairs that are at least so sure can be accepted together."),
    )
    is_nightly = forms.BooleanField(
        label=_("Search every night"),
        required=False,
        help_text=_("Only when a customer came or changed since the last search."),
    )
    used = forms.MultipleChoiceField(
        label=_("What is compared"),
        choices=[(one.key, one.label) for one in COMPARED],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, data: Any, *, workspace: Workspace, held: MatchingSettings) -> None:
        super().__init__(data)
        self.initial = {key: getattr(held, key) for key in ("review_at", "bulk_at", "is_nightly")}
        self.initial["used"] = [one.key for one in COMPARED if one.key not in held.unused]
        chosen = attributes_for(workspace, held)
        options = [(one.key, one.label) for one in definitions_of(workspace)]
        for one in COMPARED:
            if one.is_attribute:
                name = f"attribute_{one.key}"
                self.fields[name] = forms.ChoiceField(
                    label=str(one.label), required=False, choices=[("", "—"), *options]
                )
                self.initial[name] = chosen.get(one.key, "")

    @property
    def attributes(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("attribute_")]

    def values(self) -> dict[str, Any]:
        """As `change_matching` takes them."""
        cleaned = self.cleaned_data
        return {
            **{key: cleaned[key] for key in ("review_at", "bulk_at", "is_nightly")},
            "unused": [one.key for one in COMPARED if one.key not in cleaned["used"]],
            "fields": {
                one.key: cleaned[f"attribute_{one.key}"] for one in COMPARED if one.is_attribute
            },
        }
