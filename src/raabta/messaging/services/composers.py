"""Composers are kept between batches: compiling a template takes longer than sending a batch."""

from raabta.content.models import Template
from raabta.messaging.models import Mailing, Sender
from raabta.messaging.services.composing import CannotCompose, Composer
from raabta.messaging.services.defaults import default_sender
from raabta.messaging.services.dkim import signer_of

MOST = 20
_kept: dict[int, tuple[tuple[object, ...], Composer]] = {}


def composer_for(mailing: Mailing) -> Composer:
    """The mailing's composer, a new one after its template or sender changed.

    Raises CannotCompose when there is no template.
    """
    template = Template.objects.filter(pk=mailing.template_id or 0).first()
    if template is None:
        raise CannotCompose("the mailing has no template")
    found = Sender.objects.filter(pk=mailing.sender_id or 0).first()
    sender = found or default_sender(mailing.workspace)
    state = (
        template.pk, template.updated_at, sender.pk, sender.name, sender.address,
        sender.reply_to, sender.bounce_address, sender.dkim_selector, sender.sealed_dkim_key,
    )  # fmt: skip
    known = _kept.get(mailing.pk)
    if known and known[0] == state:
        return known[1]
    while len(_kept) >= MOST:
        _kept.pop(next(iter(_kept)), None)
    made = Composer(mailing, template, sender, signer_of(sender))
    _kept[mailing.pk] = (state, made)
    return made
