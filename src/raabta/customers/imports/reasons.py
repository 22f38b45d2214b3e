"""Why a row was rejected, in words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from raabta.customers.import_target import import_targets
from raabta.kernel.registry import UnknownMember

WORDS = {
    "email": gettext_noop("This is not an e-mail address."),
    "phone": gettext_noop("This is not a phone number of that country."),
    "phone_region": gettext_noop(
        "The country's code is missing. Start with + or choose the country."
    ),
    "country": gettext_noop("No country has this name or code."),
    "language": gettext_noop("No language has this name or code."),
    "time_zone": gettext_noop("There is no such time zone."),
    "number": gettext_noop("This is not a number."),
    "date": gettext_noop("This is not a date."),
    "boolean": gettext_noop("This is neither yes nor no."),
    "choice": gettext_noop("This is not one of the attribute's choices."),
    "attribute": gettext_noop("A value does not obey its attribute."),
    "ip": gettext_noop("This is not an IP address."),
    "json_value": gettext_noop("This is not the JSON that belongs here."),
    "ledger": gettext_noop("This is not a consent ledger."),
    "too_long": gettext_noop("The text is too long."),
    "tags": gettext_noop("A tag has at most 60 letters, and a person at most 50 tags."),
    "nobody": gettext_noop("There is no e-mail, phone or customer id, so it is nobody."),
    "two_people": gettext_noop("Two people match: the addresses belong to different customers."),
    "other_external_id": gettext_noop("The address belongs to a customer with another id."),
    "too_many_cells": gettext_noop("The row has more cells than there are columns."),
    "unclosed_quote": gettext_noop("A quotation mark opens in this line and is never closed."),
    "huge_cell": gettext_noop("A cell has more than a million letters."),
    "huge_line": gettext_noop("The line has more than 16 million letters."),
    "nul": gettext_noop("The row holds zero bytes, which no text has."),
    "encoding": gettext_noop("The row is not in the file's encoding."),
    "unreadable_value": gettext_noop("A moment or number lies outside what can be read."),
    "card_line": gettext_noop("A line of the card is no property, or its letters are unknown."),
    "card_open": gettext_noop("The card begins in this line and never ends."),
    "card_large": gettext_noop("The card is larger than any address book makes them."),
    "card_nobody": gettext_noop("The card is of a group or an organisation, not of a person."),
    "json": gettext_noop("The line is not a JSON object."),
    "new_keys": gettext_noop("The object has keys that the first lines do not have."),
}


def in_words(reason: str, target: str) -> str:
    """The sentence for a reason's key, the target's own words first."""
    try:
        own = import_targets[target].reason(reason)
    except UnknownMember:
        own = ""
    return own or (_(WORDS[reason]) if reason in WORDS else reason)


def explain(problems: list[Any], columns: list[str], target: str) -> str:
    """All problems of a row as one text: "Phone “12ab”: This is not a phone number."."""
    parts = []
    for column, reason, value in problems:
        words = in_words(reason, target)
        if 0 <= column < len(columns):
            marks = {"column": columns[column], "value": value, "words": words}
            parts.append(_("%(column)s “%(value)s”: %(words)s") % marks)
        elif value:
            parts.append(_("%(words)s (%(value)s)") % {"words": words, "value": value})
        else:
            parts.append(words)
    return " ".join(parts)
