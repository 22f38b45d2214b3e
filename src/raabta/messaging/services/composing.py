"""Make a person's mail: render the template, sign the links, build the bytes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from raabta.content.models import Template
from raabta.content.rendering import (
    Compiled,
    Rendered,
    RenderError,
    compile_variant,
    pick_variant,
    render,
)
from raabta.kernel import clock
from raabta.messaging import signing
from raabta.messaging.channel import Mail
from raabta.messaging.contact_rule import TRANSACTIONAL
from raabta.messaging.mime import BadAddress, Letter, build, wire_address
from raabta.messaging.models import Mailing, Sender
from raabta.messaging.recipients import Recipient
from raabta.messaging.services.claims import Claimed
from raabta.messaging.services.dkim import Signer

NO_TEMPLATE = _("The template has no content in any language.")
TRAP = (
    '<a href="{url}" tabindex="-1" aria-hidden="true" '
    'style="display:none;max-height:0;overflow:hidden;mso-hide:all"></a>'
)
PIXEL = '<img src="{url}" width="1" height="1" alt="" style="display:block;width:1px;height:1px">'


class CannotCompose(Exception):
    """The person's mail cannot be made; the text says why."""


class LacksValue(CannotCompose):
    """The template does without people who lack a value; the text names what is empty."""


@dataclass
class Composer:
    """Composes the mails of one mailing. Compiled templates are kept between batches."""

    mailing: Mailing
    template: Template
    sender: Sender
    signer: Signer | None = None
    links: dict[str, str] = field(default_factory=dict)  # key -> URL, to be stored before sending
    _compiled: dict[str, Compiled] = field(default_factory=dict)

    def compose(self, claimed: Claimed, person: Mapping[str, Any], to: Recipient) -> Mail:
        """Raises CannotCompose, and LacksValue when the template skips this person."""
        compiled = self._for(to.language)
        rendered = self._render(claimed.token, compiled, person)
        if rendered.unfilled and self._skips():
            raise LacksValue(", ".join(rendered.unfilled))
        letter = self._letter(claimed.token, rendered, to, compiled.language)
        try:
            raw = build(letter)
            recipient = wire_address(to.address)
        except BadAddress as error:
            raise CannotCompose(f"{error} is not an address that mail can go to") from error
        if self.signer:
            raw = self.signer.sign(raw)
        return Mail(
            claimed.id, claimed.token, self._envelope_from(claimed.token), recipient,
            rendered.subject, raw,
        )  # fmt: skip

    def _skips(self) -> bool:
        skips = self.template.when_missing == Template.WhenMissing.SKIP
        return skips and not self.mailing.is_test

    def page(self, token: str, person: Mapping[str, Any], language: str) -> Rendered:
        """The mail for view in the browser: the same links, nothing that counts the opening."""
        return self._render(token, self._for(language), person, counts_opens=False)

    def language_for(self, language: str) -> str:
        return self._for(language).language

    def _for(self, language: str) -> Compiled:
        if language not in self._compiled:
            variant = pick_variant(self.template, language)
            if variant is None:
                raise CannotCompose(str(NO_TEMPLATE))
            try:
                self._compiled[language] = compile_variant(variant)
            except ValueError as error:  # CompileError and LiquidProblem are
                raise CannotCompose(str(error)) from error
        return self._compiled[language]

    def _render(
        self,
        token: str,
        compiled: Compiled,
        person: Mapping[str, Any],
        *,
        counts_opens: bool = True,
    ) -> Rendered:
        is_tracked = self.mailing.is_tracked
        try:
            rendered = render(
                compiled,
                person,
                links=(lambda url: self._tracked(token, url)) if is_tracked else None,
                extras=extras(token),
            )
        except RenderError as error:
            raise CannotCompose(str(error)) from error
        if not (is_tracked and counts_opens):
            return rendered
        return Rendered(
            rendered.subject, _with_traces(rendered.html, token), rendered.text,
            rendered.missing, rendered.unfilled,
        )  # fmt: skip

    def _tracked(self, token: str, url: str) -> str:
        key = signing.link_key(url)
        self.links[key] = url
        return signing.click_url(token, key)

    def _letter(self, token: str, rendered: Rendered, to: Recipient, language: str) -> Letter:
        is_marketing = self.mailing.purpose != TRANSACTIONAL
        return Letter(
            token=token,
            sender_name=self.sender.name,
            sender_address=self.sender.address,
            reply_to=self.sender.reply_to,
            to_name=to.name,
            to_address=to.address,
            subject=rendered.subject,
            text=rendered.text,
            html=rendered.html,
            language=language,
            at=clock.now(),
            unsubscribe_url=signing.unsubscribe_url(token) if is_marketing else "",
            unsubscribe_mail=self._tagged(token) if self.sender.bounce_address else "",
            feedback_id=f"{self.mailing.origin}:{self.mailing.workspace_id}:"
            f"{self.mailing.purpose}:raabta",
        )

    def _envelope_from(self, token: str) -> str:
        return self._tagged(token) if self.sender.bounce_address else self.sender.address

    def _tagged(self, token: str) -> str:
        local, _at, domain = wire_address(self.sender.bounce_address).rpartition("@")
        return f"{local}+{token}@{domain}"


def extras(token: str) -> dict[str, str]:
    return {
        "unsubscribe_url": signing.unsubscribe_url(token),
        "preferences_url": signing.preferences_url(token),
        "view_url": signing.view_url(token),
    }


def _with_traces(html: str, token: str) -> str:
    """The invisible link that only machines follow, and the picture that tells of an opening."""
    trap = TRAP.format(url=signing.click_url(token, signing.TRAP))
    traces = trap + PIXEL.format(url=signing.open_url(token))
    head, end, tail = html.rpartition("</body>")
    return f"{head}{traces}{end}{tail}" if end else html + traces
