"""The wizard's forms: the upload, how the file is read, and the options of a target."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from raabta.customers.control import Control
from raabta.customers.import_format import ImportFormat
from raabta.customers.import_target import ImportTarget, Offer, TargetField
from raabta.web.workspaces import choices
from raabta.workspaces.models import Workspace

ENCODINGS = [
    ("utf-8", "UTF-8"),
    ("utf-8-sig", _("UTF-8 with a mark (Excel)")),
    ("utf-16", "UTF-16"),
    ("utf-16-le", "UTF-16 LE"),
    ("utf-16-be", "UTF-16 BE"),
    ("cp1252", _("Western (Windows-1252)")),
    ("cp1250", _("Central European (Windows-1250)")),
    ("cp1251", _("Cyrillic (Windows-1251)")),
    ("cp1254", _("Turkish (Windows-1254)")),
    ("cp1256", _("Arabic, Urdu (Windows-1256)")),
    ("iso8859-15", _("Western (ISO-8859-15)")),
    ("shift_jis", _("Japanese (Shift JIS)")),
    ("gb18030", _("Chinese (GB 18030)")),
]
DELIMITERS = [
    (",", _("Comma ,")),
    (";", _("Semicolon ;")),
    ("\t", _("Tab")),
    ("|", _("Bar |")),
]


class UploadForm(forms.Form):
    target = forms.ChoiceField(label=_("What is in the file?"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV, TSV, Excel (.xlsx), JSON Lines, vCard or Parquet; text also packed with gzip."
        ),
        widget=forms.FileInput(
            attrs={"accept": ".csv,.tsv,.txt,.gz,.xlsx,.xlsm,.jsonl,.ndjson,.vcf,.vcard,.parquet"}
        ),
    )
    file.widget.attrs["required"] = True

    def __init__(self, *args: Any, offered: Sequence[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["target"]
        field.choices = [(one.name, one.label) for one in offered]

    @property
    def upload(self) -> "UploadedFile[Any]":
        found: UploadedFile[Any] = self.cleaned_data["file"]
        return found


class LayoutForm(forms.Form):
    """How the file is read: only what its format knows."""

    encoding = forms.ChoiceField(label=_("Encoding"), choices=ENCODINGS)
    delimiter = forms.ChoiceField(label=_("Between the columns stands"), choices=DELIMITERS)
    sheet = forms.ChoiceField(label=_("Sheet"))
    header_line = forms.IntegerField(label=_("Line of the first row"), min_value=1, max_value=1000)
    has_header = forms.BooleanField(label=_("This row names the columns"), required=False)

    def __init__(self, layout: ImportFormat, data: Mapping[str, Any] | None = None) -> None:
        values = layout.model_dump()
        super().__init__(data, initial=values)
        for name in set(self.fields) - set(values):
            del self.fields[name]
        if "sheet" in self.fields:
            sheet: Any = self.fields["sheet"]
            sheet.choices = [(one, one) for one in values["sheets"]]
        known = [code for code, _name in ENCODINGS]
        if "encoding" in self.fields and values["encoding"] not in known:
            encoding: Any = self.fields["encoding"]
            encoding.choices = [(values["encoding"], values["encoding"]), *ENCODINGS]


class OptionsForm(forms.Form):
    """The fields of a target, drawn from its pydantic model."""

    def __init__(
        self, target: ImportTarget, workspace: Workspace, data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=target.model_dump())
        words = target.words_for(workspace)
        for name, info in type(target).model_fields.items():
            control = next((one for one in info.metadata if isinstance(one, Control)), None)
            if control is not None:
                control = replace(control, words={**(words.get(name) or control.words)})
                made = drawn(control, info.annotation)
                made.label, made.help_text = str(control.label), str(control.help)
                made.required = bool(control.words)  # one of these is always chosen
                self.fields[name] = made

    def given(self) -> dict[str, Any]:
        """What was filled in; blanks leave the target's own defaults."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if value not in (None, "") or isinstance(self.fields[name], forms.CharField)
        }


TYPED: dict[Any, Callable[[], forms.Field]] = {
    bool: forms.BooleanField,
    int | None: forms.IntegerField,
    float | None: forms.FloatField,
    date | None: lambda: forms.DateField(widget=forms.DateInput(attrs={"type": "date"})),
}


def drawn(control: Control, annotation: Any) -> forms.Field:
    """The input of a setting, by its control and type."""
    lists: dict[str, Callable[[], choices.Choices]] = {
        "country": choices.countries,
        "currency": choices.currencies,
        "time_zone": choices.zones,
    }
    if control.widget in lists:
        return forms.ChoiceField(choices=[("", "—"), *lists[control.widget]()])
    if control.words:
        return forms.ChoiceField(choices=list(control.words.items()))
    if annotation in TYPED:
        return TYPED[annotation]()
    if control.widget == "textarea":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}))
    return forms.CharField()


def grouped(fields: list[TargetField]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Fields as the groups of a select."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in fields:
        groups.setdefault(str(one.group), []).append((one.key, str(one.label)))
    return list(groups.items())
