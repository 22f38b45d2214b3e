"""What people may allow: purposes and channels that consent is asked for, with their names."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PURPOSES: dict[str, Promise] = {
    "marketing": pgettext_lazy("purpose", "Marketing"),
    "service": pgettext_lazy("purpose", "Service messages"),
    "research": pgettext_lazy("purpose", "Surveys and research"),
    "profiling": pgettext_lazy("purpose", "Personal recommendations"),
}
CHANNELS: dict[str, Promise] = {
    "email": pgettext_lazy("channel", "E-mail"),
    "sms": pgettext_lazy("channel", "SMS"),
    "whatsapp": pgettext_lazy("channel", "WhatsApp"),
    "phone": pgettext_lazy("channel", "Phone calls"),
    "post": pgettext_lazy("channel", "Post"),
    "push": pgettext_lazy("channel", "Push messages"),
}
STATES: dict[str, Promise] = {
    "granted": _("Granted"),
    "withdrawn": _("Withdrawn"),
    "cleared": _("Cleared"),
}
BASES: dict[str, Promise] = {
    "consent": pgettext_lazy("lawful basis", "Consent"),
    "contract": pgettext_lazy("lawful basis", "Contract"),
    "legitimate_interest": pgettext_lazy("lawful basis", "Legitimate interest"),
    "legal_obligation": pgettext_lazy("lawful basis", "Legal obligation"),
}


def label_of(names: Mapping[str, Promise | str], key: str) -> str:
    """The name of a key, or the key itself when another context brought it."""
    return str(names.get(key, key))
