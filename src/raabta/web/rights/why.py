"""Why somebody got a message, or did not, in their words."""

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from raabta.customers.timeline_sources import via_label
from raabta.messaging.queries.own import Explained
from raabta.messaging.words import why_not
from raabta.web.templatetags import localised


def why(one: Explained) -> str:
    """The rule that is stored with a refusal; else what allowed the message to leave."""
    if one.message.state == "refused":
        return _("It was not sent to you: %(rule)s.") % {"rule": why_not(one.rule)}
    if one.is_transactional:
        return _(
            "It was necessary for an order or request of yours. No consent is needed for that."
        )
    if one.line is None:
        return _("For messages of this kind we need no consent, and you had not said no.")
    words = _("You agreed on %(date)s (%(way)s, line %(position)s of your consent ledger).")
    return words % {
        "date": localised.day(localtime(one.line.given_at)),
        "way": via_label(one.line.source),
        "position": one.line.position,
    }
