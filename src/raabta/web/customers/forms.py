"""What people type about customers, companies, tags and attributes, parsed."""

import re
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from raabta.customers.attributes import InvalidValue, parse_value
from raabta.customers.field_values import is_filled, value_of
from raabta.customers.fields import attribute_field, definitions_of, writable_fields
from raabta.customers.models import AttributeDefinition, Company, Customer
from raabta.customers.purposes import CHANNELS
from raabta.customers.queries.company_domains import domains_of
from raabta.customers.queries.topics import UnknownPurpose, check_purpose, purpose_choices
from raabta.customers.services.company_domains import InvalidDomain, checked_domains
from raabta.customers.services.consent_files import LARGEST, InvalidFile, Upload, kind_of
from raabta.web.customers.company_input import UnknownCompany, company_address, company_at
from raabta.web.customers.inputs import CustomerField, initial_of, widget_for
from raabta.web.workspaces import choices
from raabta.workspaces.models import Workspace

TONES = [
    ("neutral", _("Grey")),
    ("primary", _("Blue")),
    ("success", _("Green")),
    ("warning", _("Amber")),
    ("error", _("Red")),
    ("info", _("Sky")),
]


class CustomerForm(forms.Form):
    """All fields of a person, the workspace's attributes included."""

    def __init__(
        self,
        data: Any = None,
        *,
        workspace: Workspace,
        customer: Customer | None = None,
        may_reveal: bool = False,
    ) -> None:
        """Who may not see sensitive values cannot change those of a customer either."""
        super().__init__(data)
        for key, field in writable_fields(workspace).items():
            if customer and field.is_sensitive and not may_reveal:
                continue
            self.fields[key] = CustomerField(workspace, field)
            if customer:
                value = value_of(customer, key)
                self.initial[key] = initial_of(field, value, customer.company)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        names = ("first_name", "last_name", "email", "phone", "external_id")
        if not self.errors and not any(cleaned.get(name) for name in names):
            raise forms.ValidationError(
                _("Give a name, an e-mail address, a phone number or an external id.")
            )
        return cleaned

    @property
    def shown_sensitive(self) -> list[str]:
        """The sensitive fields whose values stand in the form."""
        fields = (field.field for field in self.fields.values() if isinstance(field, CustomerField))
        shown = (field.key for field in fields if field.is_sensitive)
        return [key for key in shown if is_filled(self.initial.get(key))]

    @property
    def groups(self) -> list[tuple[Any, list[Any]]]:
        """The fields as the page shows them, by heading."""
        own = [self[name] for name in self.fields if name.startswith("attributes.")]
        first = ("first_name", "last_name", "email", "phone", "company_id", "external_id")
        place = ("language", "country", "city", "time_zone")
        groups = [
            (_("Person"), [self[name] for name in first]),
            (_("Place and language"), [self[name] for name in place]),
        ]
        return [*groups, (_("Attributes"), own)] if own else groups


class CompanyForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    domains = forms.CharField(
        label=_("E-mail domains"),
        max_length=2_000,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "placeholder": "acme.example, acme.co.uk"}),
        help_text=_(
            "The main one first, with commas between. People with such an address join by themselves."
        ),
    )
    phone = forms.CharField(
        label=_("Phone"), max_length=20, required=False, widget=forms.TextInput({"dir": "ltr"})
    )
    country = forms.ChoiceField(
        label=_("Country"), required=False, choices=lambda: [("", "—"), *choices.countries()]
    )
    city = forms.CharField(label=_("City"), max_length=100, required=False)
    external_id = forms.CharField(label=_("External id"), max_length=100, required=False)
    parent = forms.CharField(
        label=_("Part of"),
        max_length=220,
        required=False,
        widget=forms.TextInput({"dir": "auto", "list": "companies", "autocomplete": "off"}),
        help_text=_("The name of the company above it, or # and its number."),
    )

    def __init__(
        self, data: Any = None, *, workspace: Workspace, company: Company | None = None
    ) -> None:
        super().__init__(data)
        every = definitions_of(workspace, AttributeDefinition.Subject.COMPANY)
        self.definitions = [one for one in every if not one.is_computed]
        for definition in self.definitions:
            self.fields[f"attributes.{definition.key}"] = forms.Field(
                label=definition.label,
                required=definition.is_required,
                help_text=definition.help,
                widget=widget_for(attribute_field(definition)),
            )
        if company:
            self.initial = {name: getattr(company, name) for name in self.base_fields}
            held = domains_of(workspace, [company.pk]).get(company.pk, [])
            self.initial["domains"] = ", ".join(held)
            self.initial["parent"] = company_address(workspace, company.parent)
            for one in self.definitions:
                value = company.attributes.get(one.key)
                self.initial[f"attributes.{one.key}"] = initial_of(attribute_field(one), value)
        self.workspace = workspace
        self.kept = dict(company.attributes) if company else {}

    def clean_parent(self) -> int | None:
        try:
            return company_at(self.workspace, str(self.cleaned_data["parent"]))
        except UnknownCompany as error:
            raise forms.ValidationError(str(error)) from error

    def clean_domains(self) -> list[str]:
        try:
            return checked_domains(re.split(r"[\s,;]+", str(self.cleaned_data["domains"])))
        except InvalidDomain as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        attributes = dict(self.kept)
        for definition in self.definitions:
            name = f"attributes.{definition.key}"
            try:
                value = parse_value(definition, cleaned.pop(name, None))
            except InvalidValue as error:
                self.add_error(name, str(error))
                continue
            attributes.pop(definition.key, None)
            if value is not None:
                attributes[definition.key] = value
        if "parent" in cleaned:
            cleaned["parent_id"] = cleaned["parent"]
        return {**cleaned, "attributes": attributes}


class TagForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=60)
    tone = forms.ChoiceField(label=_("Colour"), choices=TONES)


class ViewForm(forms.Form):
    name = forms.CharField(label=_("Name of the view"), max_length=80)
    is_shared = forms.BooleanField(label=_("For all colleagues"), required=False)
    query = forms.CharField(required=False, max_length=4_000, widget=forms.HiddenInput)


class NoteForm(forms.Form):
    body = forms.CharField(max_length=10_000, strip=True)


class IdentityForm(forms.Form):
    kind = forms.ChoiceField(choices=[("email", _("E-mail")), ("phone", _("Phone"))])
    text = forms.CharField(label=_("Address or number"), max_length=254)


class ConsentForm(forms.Form):
    purpose = forms.ChoiceField(label=_("Purpose or topic"))
    channel = forms.ChoiceField(label=_("Channel"), choices=list(CHANNELS.items()))
    state = forms.ChoiceField(
        label=_("Answer"), choices=[("granted", _("Granted")), ("withdrawn", _("Withdrawn"))]
    )
    text_version = forms.CharField(label=_("Text they agreed to"), max_length=100, required=False)
    evidence = forms.CharField(
        label=_("How we know"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Such as: signed at the till on 3 March, asked on the phone by Bilal."),
    )
    jurisdiction = forms.CharField(
        label=_("Country whose law counts"),
        max_length=2,
        required=False,
        help_text=_("Two letters, such as DE. Empty: where they live."),
        validators=[RegexValidator(r"^[A-Za-z]{2}$", _("Two letters, such as DE."))],
    )
    file = forms.FileField(
        label=_("Scan of a paper form"),
        required=False,
        help_text=_("PDF, PNG, JPEG or WebP, at most 5 MB. Its fingerprint goes into the ledger."),
    )

    def __init__(self, workspace: Workspace, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.workspace = workspace
        offer_purposes(self, workspace)

    def clean_jurisdiction(self) -> str:
        return str(self.cleaned_data["jurisdiction"]).upper()

    def clean_file(self) -> Upload | None:
        given = self.cleaned_data["file"]
        if not given:
            return None
        try:
            upload = Upload(given.name, given.read(LARGEST + 1))
            kind_of(upload.content)
        except InvalidFile as error:
            raise forms.ValidationError(str(error)) from error
        return upload

    def clean(self) -> dict[str, Any]:
        return with_channel(self, self.workspace)


def offer_purposes(form: forms.Form, workspace: Workspace) -> None:
    """Purposes and topics in the form's `purpose`."""
    field = form.fields["purpose"]
    if isinstance(field, forms.ChoiceField):
        field.choices = purpose_choices(workspace)


def with_channel(form: forms.Form, workspace: Workspace) -> dict[str, Any]:
    """The form's values, once its topic is offered on its channel."""
    given = form.cleaned_data
    try:
        check_purpose(workspace, given.get("purpose", "marketing"), given.get("channel", ""))
    except UnknownPurpose:
        form.add_error("channel", _("This topic is not offered on this channel."))
    return given
