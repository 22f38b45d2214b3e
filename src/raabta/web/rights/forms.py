"""What people and colleagues type about rights, parsed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raabta.customers.field_values import value_of
from raabta.customers.fields import writable_fields
from raabta.customers.models import Customer, RightsPolicy
from raabta.web.customers.inputs import CustomerField, initial_of
from raabta.workspaces.models import Workspace

NOT_OFFERED = {"external_id", "company_id", "email"}  # the address proves who they are


class OwnDataForm(forms.Form):
    """The fields that a person may correct."""

    def __init__(self, data: Any, *, customer: Customer, names: list[str]) -> None:
        super().__init__(data)
        offered = writable_fields(customer.workspace)
        for key in names:
            if key in offered and key not in NOT_OFFERED:
                self.fields[key] = CustomerField(customer.workspace, offered[key])
                self.initial[key] = initial_of(offered[key], value_of(customer, key))


class RightsForm(forms.Form):
    own_fields = forms.MultipleChoiceField(
        label=_("Fields that people may correct themselves"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    erases_at_once = forms.BooleanField(
        label=_("Erase at once when somebody confirms it by mail"),
        required=False,
        help_text=_("Otherwise the request waits here until a colleague approves or refuses it."),
    )

    @classmethod
    def of(cls, workspace: Workspace, policy: RightsPolicy, data: Any) -> "RightsForm":
        form = cls(
            data,
            initial={"own_fields": policy.own_fields, "erases_at_once": policy.erases_at_once},
        )
        form.fields["own_fields"].choices = [  # type: ignore[attr-defined]
            (key, field.label)
            for key, field in writable_fields(workspace).items()
            if key not in NOT_OFFERED
        ]
        return form


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is refused"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("The person reads this on their page."),
    )


class HoldForm(forms.Form):
    reason = forms.CharField(
        label=_("Why nothing may be erased"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("A court case, an audit, a warranty: whoever releases it reads this."),
    )
