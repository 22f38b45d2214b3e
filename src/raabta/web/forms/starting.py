"""What a new form says before anybody changed it, in every language."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from raabta.forms.form_field import Words

TEXTS = {
    "email": gettext_noop("E-mail"),
    "first_name": gettext_noop("First name"),
    "consent": gettext_noop("Yes, send me news and offers by e-mail. I can stop that at any time."),
}


def starting_words(name: str) -> dict[str, Words]:
    found = {}
    for tag, _language in settings.LANGUAGES:
        with translation.override(tag):
            found[tag] = Words(label=gettext(TEXTS[name]))
    return found
