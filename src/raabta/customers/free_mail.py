"""Domains where anybody gets a mailbox, so that sharing one does not make people colleagues.

Our own short list of the providers' published mail domains (each provider's sign-up page,
read in 2026), and the public list of throw-away mailboxes (`disposable-email-domains`). Neither
need be complete: a company with such a domain is only linked by hand.
"""

from disposable_email_domains import blocklist

FREE_MAIL = frozenset(
    """
    gmail.com googlemail.com outlook.com hotmail.com hotmail.co.uk hotmail.fr live.com live.co.uk msn.com
    yahoo.com yahoo.co.uk yahoo.co.in yahoo.fr ymail.com rocketmail.com aol.com
    icloud.com me.com mac.com proton.me protonmail.com pm.me tutanota.com tuta.com
    gmx.com gmx.de gmx.net gmx.at gmx.ch web.de t-online.de freenet.de mail.de posteo.de
    mail.com email.com zoho.com zohomail.com yandex.com yandex.ru ya.ru mail.ru bk.ru list.ru inbox.ru
    orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it tiscali.it alice.it
    btinternet.com sky.com virginmedia.com ntlworld.com talktalk.net blueyonder.co.uk
    comcast.net verizon.net att.net sbcglobal.net cox.net charter.net bellsouth.net
    rediffmail.com indiatimes.com qq.com 163.com 126.com sina.com foxmail.com naver.com hanmail.net daum.net
    uol.com.br bol.com.br terra.com.br fastmail.com hushmail.com hey.com duck.com
    """.split()  # noqa: SIM905  ninety words read better than ninety quoted lines
)


def is_free_mail(domain: str) -> bool:
    """Whether strangers share this domain: a free or a throw-away mailbox."""
    return domain.lower() in FREE_MAIL or is_disposable(domain)


def is_disposable(domain: str) -> bool:
    """Whether the domain, or one above it, gives mailboxes that are thrown away."""
    parts = domain.lower().split(".")
    return any(".".join(parts[at:]) in blocklist for at in range(len(parts) - 1))
