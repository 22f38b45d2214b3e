"""What people type into the pages of templates, parsed."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator, validate_email
from django.utils.translation import gettext_lazy as _

from raabta.content.models import Brand, Image, Template
from raabta.content.starter import STARTERS

HEX = RegexValidator(r"^#[0-9a-fA-F]{6}\Z", _("Enter a colour such as #1d4ed8."))
FONTS = (
    ("Inter, Helvetica, Arial, sans-serif", "Inter / Helvetica"),
    ("Arial, Helvetica, sans-serif", "Arial"),
    ("Georgia, 'Times New Roman', serif", "Georgia"),
    ("'Trebuchet MS', Helvetica, sans-serif", "Trebuchet"),
    ("Verdana, Geneva, sans-serif", "Verdana"),
    ("'Courier New', Courier, monospace", "Courier"),
)
MOST_TESTS = 10


class TemplateForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("Only colleagues see it."))


class NewTemplateForm(TemplateForm):
    language = forms.ChoiceField(label=_("First language"), choices=settings.LANGUAGES)
    starter = forms.ChoiceField(
        label=_("Begin with"),
        choices=[(starter.key, starter.label) for starter in STARTERS],
        initial=STARTERS[0].key,
    )


class EditTemplateForm(TemplateForm):
    default_language = forms.ChoiceField(
        label=_("Default language"),
        help_text=_("For readers whose language the template does not have."),
    )
    when_missing = forms.ChoiceField(
        label=_("When a value is empty and nothing stands in"),
        choices=(
            (Template.WhenMissing.FALLBACK, _("Send anyway")),
            (Template.WhenMissing.SKIP, _("Do not send to this person")),
        ),
    )

    def __init__(self, *args: Any, languages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["default_language"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  tells the type checker
        field.choices = languages


class DetailsForm(forms.Form):
    subject = forms.CharField(label=_("Subject"), max_length=300, required=False)
    preheader = forms.CharField(
        label=_("Preview line"),
        max_length=300,
        required=False,
        help_text=_("Shown after the subject in the list of mails."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # may be saved empty while one writes, but is not called optional
        self.fields["subject"].required = not self.is_bound


class BrandForm(forms.Form):
    primary_colour = forms.CharField(label=_("Colour of buttons and links"), validators=[HEX])
    text_colour = forms.CharField(label=_("Colour of text"), validators=[HEX])
    background_colour = forms.CharField(label=_("Background"), validators=[HEX])
    font = forms.ChoiceField(label=_("Font"), choices=FONTS)
    logo = forms.ModelChoiceField(
        label=_("Logo"), queryset=Image.objects.none(), required=False, empty_label=_("None")
    )
    footer = forms.CharField(
        label=_("Line in the footer"),
        required=False,
        max_length=500,
        help_text=_("Stands above your name and address, such as a company number."),
    )

    def __init__(self, data: Any, *, brand: Brand, images: Any) -> None:
        names = ("primary_colour", "text_colour", "background_colour", "font", "footer", "logo")
        super().__init__(data, initial={name: getattr(brand, name) for name in names})
        logo, font = self.fields["logo"], self.fields["font"]
        assert isinstance(logo, forms.ModelChoiceField)  # noqa: S101
        assert isinstance(font, forms.ChoiceField)  # noqa: S101
        logo.queryset = images
        if brand.font not in dict(FONTS):
            font.choices = [(brand.font, brand.font), *FONTS]
        for name in ("primary_colour", "text_colour", "background_colour"):
            self.fields[name].widget = forms.TextInput(attrs={"type": "color"})


class TestForm(forms.Form):
    addresses = forms.CharField(
        label=_("Send to"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"}),
        help_text=_("One or more e-mail addresses, separated by commas or lines."),
    )
    person = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_addresses(self) -> list[str]:
        found = [part for part in re.split(r"[\s,;]+", self.cleaned_data["addresses"]) if part]
        if len(found) > MOST_TESTS:
            words = _("At most %(most)d addresses at once.")
            raise forms.ValidationError(words, params={"most": MOST_TESTS})
        for address in found:
            validate_email(address)
        return list(dict.fromkeys(found))
