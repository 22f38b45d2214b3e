"""What Django and allauth say about a form is said in the reader's language."""

import pytest
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.functional import Promise

from raabta.web.workspaces import allauth_words, django_words

LANGUAGES = ("ur", "bn")


class Everything(forms.Form):
    """One field of each kind, every one filled in wrongly."""

    missing = forms.CharField()
    short = forms.CharField(min_length=5)
    long = forms.CharField(max_length=2)
    whole = forms.IntegerField()
    low = forms.IntegerField(min_value=10)
    high = forms.IntegerField(max_value=1)
    money = forms.DecimalField(max_digits=3, decimal_places=1)
    mail = forms.EmailField()
    site = forms.URLField(assume_scheme="https")
    day = forms.DateField()
    clock = forms.TimeField()
    moment = forms.DateTimeField()
    choice = forms.ChoiceField(choices=[("a", "A")])
    choices = forms.MultipleChoiceField(choices=[("a", "A")])
    packed = forms.JSONField()
    file = forms.FileField()


WRONG = {
    "short": "abc",
    "long": "abc",
    "whole": "x",
    "low": "1",
    "high": "9",
    "money": "12345.678",
    "mail": "nobody",
    "site": "not a site",
    "day": "never",
    "clock": "late",
    "moment": "soon",
    "choice": "b",
    "choices": ["b"],
    "packed": "{",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_error_is_translated(language: str) -> None:
    with translation.override("en"):
        english = said(Everything(WRONG))
    with translation.override(language):
        translated = said(Everything(WRONG))
    assert english.keys() == translated.keys() == Everything.base_fields.keys()
    assert [name for name in english if english[name] == translated[name]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_against_a_password_is_translated(language: str) -> None:
    with translation.override(language), pytest.raises(ValidationError) as refused:
        validate_password("12345")
    assert len(refused.value.messages) == 3
    assert all(not message.isascii() for message in refused.value.messages)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_listed_word_has_its_translation(language: str) -> None:
    words: list[str | Promise] = [*allauth_words.WORDS, *django_words.WORDS]
    with translation.override("en"):
        english = [translation.gettext(str(word)) for word in words]
    with translation.override(language):
        translated = [translation.gettext(str(word)) for word in words]
    assert [one for one, other in zip(english, translated, strict=True) if one == other] == []


def said(form: forms.Form) -> dict[str, str]:
    return {name: " ".join(map(str, errors)) for name, errors in form.errors.items()}
