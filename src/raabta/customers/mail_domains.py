"""Domains of e-mail addresses, and which of them tell the company that somebody works for.

The rule of registrable domains is the Public Suffix List's, as bundled with `publicsuffixlist`.
"""

import re
from functools import cache

from publicsuffixlist import PublicSuffixList

from raabta.customers.free_mail import is_free_mail

LONGEST = 253
ADDRESS = re.compile(r"^(?:[a-z]+://)?(?:[^@/]*@)?(?:www\.)?([^/:?#]*)", re.IGNORECASE)
NAME = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})+")


def registrable(domain: str) -> str:
    """What somebody can own: "acme.co.uk" of "mail.acme.co.uk", and "" of "co.uk" itself.

    Letters of other scripts are compared as they are written in mail ("xn--…").
    """
    name = _ascii(domain.strip().rstrip(".").lower())
    if len(name) > LONGEST or not NAME.fullmatch(name):
        return ""
    return _suffixes().privatesuffix(name) or ""


def domain_in(text: str) -> str:
    """The registrable domain in what people paste: an address, a web address, "@acme.example"."""
    found = ADDRESS.match(text.strip())
    return registrable(found[1]) if found else ""


def own_domain(email: str) -> str:
    """The registrable domain of a company's address; "" for free and throw-away mailboxes."""
    full = email.rpartition("@")[2].lower()
    name = registrable(full) if full else ""
    return "" if not name or is_free_mail(full) or is_free_mail(name) else name


def _ascii(name: str) -> str:
    if name.isascii():
        return name
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
