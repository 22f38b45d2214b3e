"""What people type about kinds, their relations, and records."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raabta.customers.fields import attribute_field, definitions_of
from raabta.objects.models import ObjectKind, ObjectRecord, ObjectRole
from raabta.objects.queries import kinds
from raabta.web.customers.attribute_forms import AttributeForm
from raabta.web.customers.inputs import initial_of, widget_for
from raabta.workspaces.models import Workspace

LANGUAGES = ("en", "ur", "bn")
ICONS = {
    "box": _("Box"),
    "car": _("Car"),
    "calendar-clock": _("Calendar"),
    "house": _("House"),
    "file-text": _("Document"),
    "key": _("Key"),
    "heart": _("Heart"),
    "wrench": _("Tool"),
    "graduation-cap": _("School"),
    "plane": _("Journey"),
    "briefcase": _("Briefcase"),
    "ticket": _("Ticket"),
}
NAMES = {
    "en": (_("Name in English"), _("Plural in English")),
    "ur": (_("Name in Urdu"), _("Plural in Urdu")),
    "bn": (_("Name in Bengali"), _("Plural in Bengali")),
}


class KindForm(forms.Form):
    icon = forms.ChoiceField(label=_("Icon"), choices=list(ICONS.items()))
    key = forms.SlugField(
        label=_("Key"),
        max_length=38,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=_("For imports, the API and templates. Left empty, it is made from the name."),
    )
    goes_with_person = forms.BooleanField(
        label=_("Erase a record with the only person it belongs to"), required=False
    )
    field_order = [f"{one}_{language}" for language in LANGUAGES for one in ("one", "many")]

    def __init__(
        self, data: Any = None, *, workspace: Workspace, kind: ObjectKind | None = None
    ) -> None:
        super().__init__(data)
        for language, labels in NAMES.items():
            held = (kind.names.get(language) if kind else None) or ["", ""]
            for name, label, value in zip(("one", "many"), labels, held, strict=True):
                field = forms.CharField(label=label, max_length=80, required=False)
                field.widget.attrs["dir"] = "auto"
                self.fields[f"{name}_{language}"] = field
                self.initial[f"{name}_{language}"] = value
        if kind:
            del self.fields["key"]
            self._of(workspace, kind)
        self.order_fields(self.field_order)

    def _of(self, workspace: Workspace, kind: ObjectKind) -> None:
        fields = [(one.key, one.label) for one in definitions_of(workspace, kind.subject)]
        self.fields["title_field"] = forms.ChoiceField(
            label=_("Titled by"), required=False, choices=[("", _("Unique key")), *fields]
        )
        for name in ("icon", "title_field", "goes_with_person"):
            self.initial[name] = getattr(kind, name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        names = {}
        for language in LANGUAGES:
            one, many = (str(cleaned.pop(f"{n}_{language}", "")) for n in ("one", "many"))
            if one or many:
                names[language] = [one or many, many or one]
        if not names:
            self.add_error("one_en", _("Give a name in one language at least."))
        return {**cleaned, "names": names}


class RoleForm(forms.Form):
    label = forms.CharField(label=_("Role"), max_length=80)
    key = forms.SlugField(
        label=_("Key"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=_("Left empty, it is made from the name."),
    )
    target = forms.ChoiceField(
        label=_("Who or what"),
        choices=[("person", _("A person")), ("company", _("A company"))],
    )
    is_many = forms.BooleanField(label=_("There may be several"), required=False)

    def __init__(self, data: Any = None, *, workspace: Workspace) -> None:
        super().__init__(data)
        self.kinds = {f"kind-{one.pk}": one for one in kinds(workspace)}
        target: Any = self.fields["target"]
        target.choices = [
            *target.choices,
            *((name, one.name) for name, one in self.kinds.items()),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind = self.kinds.get(cleaned.get("target", ""))
        if kind:
            cleaned |= {"target": ObjectRole.Target.RECORD, "target_kind": kind}
        return cleaned


class FieldForm(AttributeForm):
    """A field of a kind; whose it is, is in the address."""

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields.pop("subject", None)


class RecordForm(forms.Form):
    """Gives what was typed; the service reads it by the fields' kinds."""

    external_id = forms.CharField(
        label=_("Unique key"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        help_text=_("Such as a number plate or a contract number; no two records share it."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        workspace: Workspace,
        kind: ObjectKind,
        record: ObjectRecord | None = None,
    ) -> None:
        super().__init__(data)
        for one in definitions_of(workspace, kind.subject):
            field = attribute_field(one)
            self.fields[f"attributes.{one.key}"] = forms.Field(
                label=one.label,
                required=one.is_required,
                help_text=one.help,
                widget=widget_for(field),
            )
            if record:
                value = record.attributes.get(one.key)
                self.initial[f"attributes.{one.key}"] = initial_of(field, value)
        if record:
            self.initial["external_id"] = record.external_id

    def values(self) -> dict[str, Any]:
        return {name.removeprefix("attributes."): v for name, v in self.cleaned_data.items()}

    def refuse(self, errors: dict[str, str]) -> None:
        for key, words in errors.items():
            name = key if key in self.fields else f"attributes.{key}"
            self.add_error(name if name in self.fields else None, words)
