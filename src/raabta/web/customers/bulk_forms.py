"""The form of each bulk action; it gives the deed that the service does."""

from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.customers.attributes import InvalidValue
from raabta.customers.deed import AddTags, Deed, Delete, RecordConsent, RemoveTags, SetField
from raabta.customers.fields import parse_field, writable_fields
from raabta.customers.models import Tag
from raabta.customers.purposes import CHANNELS
from raabta.web.customers.forms import offer_purposes, with_channel
from raabta.web.customers.inputs import widget_for
from raabta.workspaces.models import Workspace

NOT_IN_BULK = {"email", "phone", "external_id"}


class DeedForm(forms.Form):
    act: ClassVar[str]
    title: ClassVar[Promise | str]
    button: ClassVar[Promise | str] = _("Apply")
    permission: ClassVar[str] = "customers.edit"

    def __init__(self, workspace: Workspace, data: Any = None) -> None:
        super().__init__(data)
        self.workspace = workspace

    def deed(self) -> Deed:
        raise NotImplementedError


class SetFieldForm(DeedForm):
    """Every field has its own control; the page shows the one that is chosen."""

    act = "set_field"
    title = _("Change a field")

    field = forms.ChoiceField(label=_("Field"))

    def __init__(self, workspace: Workspace, data: Any = None) -> None:
        super().__init__(workspace, data)
        known = writable_fields(workspace)
        self.known = {key: field for key, field in known.items() if key not in NOT_IN_BULK}
        self.fields["field"] = forms.ChoiceField(
            label=_("Field"), choices=[(key, field.label) for key, field in self.known.items()]
        )
        for key, field in self.known.items():
            self.fields[f"value.{key}"] = forms.Field(
                label=_("New value"),
                required=False,
                widget=widget_for(field),
                help_text=_("Left empty, the field is emptied."),
            )
        self.parsed: Any = None

    @property
    def values(self) -> list[tuple[str, Any]]:
        return [(key, self[f"value.{key}"]) for key in self.known]

    @property
    def chosen(self) -> str:
        return str(self.data.get("field") or next(iter(self.known)))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        key = cleaned.get("field", "")
        if key in self.known:
            raw = self[f"value.{key}"].data
            try:
                self.parsed = parse_field(self.workspace, self.known[key], raw)
            except InvalidValue as error:
                self.add_error(f"value.{key}", str(error))
        return cleaned

    def deed(self) -> Deed:
        return SetField(field=self.cleaned_data["field"], value=self.parsed)


class TagsForm(DeedForm):
    tags = forms.CharField(
        label=_("Tags"),
        max_length=500,
        widget=forms.TextInput(attrs={"list": "tag-names", "dir": "auto", "autocomplete": "off"}),
        help_text=_("Several are separated by commas."),
    )

    def clean_tags(self) -> list[str]:
        names = [name.strip() for name in str(self.cleaned_data["tags"]).split(",")]
        return list(dict.fromkeys(name for name in names if name))

    @property
    def names(self) -> list[str]:
        return list(Tag.objects.order_by("name").values_list("name", flat=True)[:200])


class AddTagsForm(TagsForm):
    act = "add_tags"
    title = _("Add tags")

    def deed(self) -> Deed:
        return AddTags(tags=self.cleaned_data["tags"])


class RemoveTagsForm(TagsForm):
    act = "remove_tags"
    title = _("Remove tags")

    def deed(self) -> Deed:
        return RemoveTags(tags=self.cleaned_data["tags"])


class RecordConsentForm(DeedForm):
    act = "record_consent"
    title = _("Record consent")
    permission = "customers.consent"

    purpose = forms.ChoiceField(label=_("Purpose or topic"))
    channel = forms.ChoiceField(label=_("Channel"), choices=list(CHANNELS.items()))
    state = forms.ChoiceField(
        label=_("Answer"), choices=[("granted", _("Granted")), ("withdrawn", _("Withdrawn"))]
    )
    evidence = forms.CharField(
        label=_("How we know"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Kept with every person. Those who answered the same already get no new line."),
    )

    def __init__(self, workspace: Workspace, data: Any = None) -> None:
        super().__init__(workspace, data)
        offer_purposes(self, workspace)

    def clean(self) -> dict[str, Any]:
        return with_channel(self, self.workspace)

    def deed(self) -> Deed:
        return RecordConsent(**self.cleaned_data)


class DeleteForm(DeedForm):
    act = "delete"
    title = _("Delete customers")
    button = _("Delete")
    permission = "customers.delete"

    def deed(self) -> Deed:
        return Delete()


FORMS: dict[str, type[DeedForm]] = {
    form.act: form
    for form in (SetFieldForm, AddTagsForm, RemoveTagsForm, RecordConsentForm, DeleteForm)
}
