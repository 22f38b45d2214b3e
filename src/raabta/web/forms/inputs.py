"""What people type into the pages about forms, parsed."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from raabta.forms.models import Form

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


def text_widget(tag: str, *, is_long: bool) -> forms.Widget:
    direction = {"lang": tag, "dir": "rtl" if tag == "ur" else "ltr"}
    return forms.Textarea({"rows": 3, **direction}) if is_long else forms.TextInput(direction)
