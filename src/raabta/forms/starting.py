"""What a new form asks before anybody changed it, in every language."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from raabta.forms.form_field import FormField, Words
from raabta.forms.form_fields.consent import Consent
from raabta.forms.form_fields.email import Email
from raabta.forms.form_fields.text import Text

TEXTS = {
    "email": gettext_noop("E-mail"),
    "first_name": gettext_noop("First name"),
    "consent": gettext_noop("Yes, send me news and offers by e-mail. I can stop that at any time."),
}


def starting_fields() -> list[FormField]:
    return [
        Email(id="email", words=_words("email"), is_required=True),
        Text(id="first_name", words=_words("first_name"), writes="first_name"),
        Consent(id="consent", words=_words("consent")),
    ]


def _words(name: str) -> dict[str, Words]:
    found = {}
    for tag, _language in settings.LANGUAGES:
        with translation.override(tag):
            found[tag] = Words(label=gettext(TEXTS[name]))
    return found
