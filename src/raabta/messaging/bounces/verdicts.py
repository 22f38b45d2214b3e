"""From a reply's codes and words to a verdict: hard or soft, and about what.

A rule is a row: its reason, what the words look like, and whether it means that the address is
no good (hard). Words count more than codes, for servers put 5.0.0, 5.7.1 or 550 before anything.
The status table follows RFC 3463 and the IANA registry of enhanced status codes.
"""

import re
from dataclasses import dataclass

HARD, SOFT = "hard", "soft"
STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)")


@dataclass(frozen=True)
class Verdict:
    reason: str
    kind: str  # hard, soft
    is_about_recipient: bool  # else about the message, the sender or the way


@dataclass(frozen=True)
class Rule:
    reason: str
    kind: str
    is_about_recipient: bool
    words: re.Pattern[str]


def rule(reason: str, *words: str, kind: str = SOFT, recipient: bool = False) -> Rule:
    return Rule(reason, kind, recipient, re.compile("|".join(words), re.IGNORECASE))


RULES = (
    rule(
        "mailbox_full",
        r"(mail ?box|quota|inbox|account|maildir|user|recipient.{0,20}) ?(is |has |for .{0,60} is )?"
        r"(over ?quota|full|exceed)",
        r"over ?(its )?quota|out of storage|quota (is )?(exceeded|full)|exceed\w* .{0,20}quota",
        r"(not enough|insufficient|no) (disk |system )?(storage|space)|storage .{0,20}exceeded",
        r"mail ?box size limit|disk quota|mailfolder is full|too many messages on this mailbox",
        recipient=True,
    ),
    rule(
        "too_big",
        r"(message|mail|size).{0,30}(too (big|large)|exceed\w* .{0,30}(size|limit|maximum))",
        r"message size|maximum.{0,20}message size|size limit exceeded",
    ),
    rule(
        "virus",
        r"virus|malware|infected|contains? .{0,20}(prohibited|forbidden) attachment",
    ),
    rule(
        "authentication",
        r"\b(spf|dkim|dmarc)\b|fails? authentication|unauthenticated (mail|email)",
        r"authentication (required|failure|failed)|sender policy framework|auth(entication)? check",
    ),
    rule(
        "spam",
        r"\bspam|unsolicited|junk mail|bulk mail|content (rejected|filter)|likely .{0,20}suspicious",
        r"rejected (due to|by) (content|policy)|blocked (using|by) (content|filter)",
    ),
    rule(
        "blocked",
        r"black ?list|block ?list|deny ?list|\b(rbl|dnsbl)\b|reputation|spamhaus|barracuda",
        r"(your|client|sending|ip) .{0,40}(is |been )?(blocked|listed|banned|refused)",
        r"reverse dns|ptr record|no ptr|cannot find your (reverse )?hostname",
        r"connection refused by|access denied.{0,30}(ip|host)|policy reasons",
    ),
    rule(
        "relaying",
        r"relay(ing)? (access )?(denied|not (permitted|allowed))|unable to relay|we do not relay",
        r"not (permitted|allowed) to relay|is not in my list of allowed",
    ),
    rule(
        "too_many",
        r"too many (connections|messages|recipients|sessions|errors|concurrent|emails|mails)",
        r"rate ?limit|throttl|try again later|sending limit|receiving mail (too quickly|at a rate)",
        r"exceeded .{0,30}(limit|rate|hour|day)",
    ),
    rule(
        "suspended",
        r"(account|mailbox|user|recipient|address).{0,40}(suspend|disabled|inactive|deactivat|locked)",
        r"(disabled|inactive|suspended|blocked|locked) (account|mailbox|user|recipient)",
        r"no longer (accepts?|accepting) mail from|temporar\w+ (disabled|locked)",
        recipient=True,
    ),
    rule(
        "no_such_host",
        r"(host|domain)( name)?( was)? (not found|unknown|does(n't| not) exist|lookup)",
        r"unknown (host|domain)|no such domain|nxdomain|unrouteable|unroutable|bad destination",
        r"name (service|server) error|host .{0,60}not found|domain .{0,60}(does not exist|not found)",
        r"couldn't find any host|no (mx|a) record|illegal host|invalid domain",
        kind=HARD,
        recipient=True,
    ),
    rule(
        "no_mail_here",
        r"does(n't| not) (accept|receive) (any )?(mail|e-?mail)|null ?mx|accepts? no mail",
        r"^521 |\n521 ",
        r"(mail|smtp) (service )?(not accepted|is not available|disabled) (here|on this)",
        kind=HARD,
        recipient=True,
    ),
    rule(
        "unknown_user",
        r"(user|recipient|mail ?box|account|address|alias|person|addressee)s?\b.{0,60}"
        r"(unknown|not (found|exist|listed|known|valid|available|recogni[sz]ed|active|here|a valid)"
        r"|does(n't| not) exist|doesn.t have|invalid|unavailable|terminated|expired|deleted|gone"
        r"|do(es)? not (belong|match))",
        r"(unknown|invalid|no such|non-?existent|bad|undeliverable|incorrect|illegal) "
        r"(local |virtual |e-?mail |destination |final )*"
        r"(user|recipient|mail ?box|account|address|addressee|alias|person|name|local)",
        r"no (mailbox|account|user|recipient|one) (here|by|with|for|exists|at|named)",
        r"(is|was) not (a )?(known|valid|found|recogni[sz]ed|local|present|our)",
        r"not (a )?(known|valid|local|existing) (user|recipient|mailbox|address|account|customer)",
        r"unable to (deliver to|find|locate) (this|the|that) (user|recipient|address|mailbox)",
        r"(does not|doesn't) have (a|an) .{0,40}(account|mailbox)|this user doesn.t have",
        r"user not found|mailbox not found|account .{0,30}(closed|removed|not exist)",
        r"not listed in|couldn.t be found|not our customer|no mailbox",
        r"recipient address rejected\.?$|recipient address rejected: access denied",
        r"recipientnotfound|resolver\.adr|isn.t (in|a) (our|valid)",
        kind=HARD,
        recipient=True,
    ),
    rule(
        "expired",
        r"timed? ?out|expired|could not be delivered for|delivery time|retry time|too long",
        r"connection (refused|reset|dropped|closed|lost)|no route|unreachable|lost connection",
        r"conversation with|temporar",
    ),
)
PASSING = re.compile(r"try again|temporar|transient", re.IGNORECASE)
# a server that knows the address at RCPT and not at DATA has filtered the message
AT_DATA = re.compile(r"end of data|reply to DATA|>>> DATA\s+<<< 55", re.IGNORECASE)
STATUSES = {
    "1.1": ("unknown_user", HARD, True),
    "1.2": ("no_such_host", HARD, True),
    "1.3": ("unknown_user", HARD, True),
    "1.4": ("unknown_user", SOFT, True),
    "1.6": ("unknown_user", HARD, True),
    "1.10": ("no_mail_here", HARD, True),
    "2.1": ("suspended", SOFT, True),
    "2.2": ("mailbox_full", SOFT, True),
    "2.3": ("too_big", SOFT, False),
    "3.4": ("too_big", SOFT, False),
    "4.4": ("no_such_host", HARD, True),
    "4.6": ("no_such_host", SOFT, True),
    "4.7": ("expired", SOFT, True),
    "5.3": ("too_many", SOFT, False),
    "7.8": ("authentication", SOFT, False),
    "7.9": ("authentication", SOFT, False),
}
SUBJECTS = {
    "1": ("rejected", SOFT, True),
    "2": ("mailbox", SOFT, True),
    "3": ("system", SOFT, False),
    "4": ("expired", SOFT, True),
    "5": ("protocol", SOFT, False),
    "6": ("content", SOFT, False),
    "7": ("policy", SOFT, False),
}


def judge(*, code: int = 0, text: str = "", status: str = "", context: str = "") -> Verdict:
    """What a final refusal means.

    `status` is the enhanced code when it is known apart, `context` the words around the reply.
    """
    found = status or status_in(text)
    for row in RULES:
        if row.words.search(text):
            passing = (
                found.startswith("4")
                or (not found and (400 <= code < 500 or PASSING.search(text) is not None))
                or (
                    row.kind == HARD
                    and found != "5.1.1"
                    and AT_DATA.search(context or text) is not None
                )
            )
            return Verdict(row.reason, SOFT if passing else row.kind, row.is_about_recipient)
    return by_status(found)


def by_status(status: str) -> Verdict:
    kind_of, _, rest = status.partition(".")
    detail, subject = STATUSES.get(rest), SUBJECTS.get(rest.partition(".")[0])
    reason, kind, about = detail or subject or ("undefined", SOFT, True)
    return Verdict(reason, SOFT if kind_of == "4" else kind, about)


def status_in(text: str) -> str:
    """The last enhanced status code in the text that is more than x.0.0, else any."""
    found = [".".join(parts) for parts in STATUS.findall(text)]
    telling = [status for status in found if not status.endswith(".0.0")]
    return (telling or found or [""])[0]
