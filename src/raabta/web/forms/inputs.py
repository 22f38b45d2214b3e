"""What people type into the pages about forms, parsed."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from raabta.forms.models import Form
from raabta.forms.services.notices import readers

TEXTS = {
    "title": (_("Title"), 150, False),
    "text": (_("Text above the fields"), 2_000, True),
    "button": (_("Words on the button"), 60, False),
    "thanks": (_("What is said afterwards"), 2_000, True),
}


def name_field() -> forms.CharField:
    return forms.CharField(
        label=_("Name"), max_length=100, help_text=_("For colleagues; visitors do not see it.")
    )


class NewFormForm(forms.Form):
    name = name_field()


class FormForm(forms.Form):
    """Name, what follows a submission, and the texts in every language."""

    name = name_field()
    tag = forms.CharField(
        label=pgettext_lazy("of a customer", "Tag"),
        max_length=60,
        required=False,
        help_text=_("Whoever submits the form gets it."),
    )
    redirect_url = forms.URLField(
        label=_("Page that follows"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Such as https://shop.example/thanks. Empty: the thank-you text below."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for tag, language in settings.LANGUAGES:
            for key, (label, longest, is_long) in TEXTS.items():
                self.fields[f"{key}_{tag}"] = forms.CharField(
                    label=f"{label} ({language})",
                    max_length=longest,
                    required=False,
                    widget=text_widget(tag, is_long=is_long),
                )
        url = self.fields["redirect_url"]
        url.validators[0].schemes = ["http", "https"]  # type: ignore[attr-defined]

    @classmethod
    def of(cls, form: Form, data: Any) -> "FormForm":
        initial = {name: getattr(form, name) for name in ("name", "tag", "redirect_url")}
        for tag, words in form.words.items():
            initial |= {f"{key}_{tag}": text for key, text in words.items()}
        return cls(data, initial=initial)

    def values(self) -> dict[str, Any]:
        """What `edit_form` takes."""
        told = self.cleaned_data
        words = {
            tag: {key: told[f"{key}_{tag}"] for key in TEXTS if told[f"{key}_{tag}"]}
            for tag, _language in settings.LANGUAGES
        }
        plain = {name: told[name] for name in ("name", "tag", "redirect_url")}
        return {**plain, "words": {tag: texts for tag, texts in words.items() if texts}}


class SettingsForm(forms.Form):
    """Protection, who is told, and how many questions take the place of known ones."""

    puzzle = forms.ChoiceField(
        label=_("Let the browser solve a puzzle"),
        choices=Form.Puzzle.choices,
        help_text=_(
            "It takes a second while somebody types, and slows machines down. Nobody else is asked. "
            "What comes without the solution is held."
        ),
    )
    held_above = forms.IntegerField(
        label=_("Hold what comes above this number from one address in an hour"),
        min_value=1,
        max_value=1_000,
    )
    disposable = forms.ChoiceField(
        label=_("Throw-away e-mail addresses"), choices=Form.Disposable.choices
    )
    most_further = forms.IntegerField(
        label=_("Most questions asked in place of those left out"), min_value=0, max_value=20
    )
    notify = forms.MultipleChoiceField(
        label=_("Tell these colleagues by mail"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("At most one mail in ten minutes, without the answers."),
    )

    def __init__(self, form: Form, data: Any) -> None:
        initial = {name: getattr(form, name) for name in self.base_fields}
        super().__init__(data, initial=initial)
        addresses = readers(form.workspace)
        notify = cast("forms.MultipleChoiceField", self.fields["notify"])
        notify.choices = [
            (address, f"{user.name} ({address})" if user.name else address)
            for address, user in addresses.items()
        ]


def text_widget(tag: str, *, is_long: bool) -> forms.Widget:
    direction = {"lang": tag, "dir": "rtl" if tag == "ur" else "ltr"}
    return forms.Textarea({"rows": 3, **direction}) if is_long else forms.TextInput(direction)
