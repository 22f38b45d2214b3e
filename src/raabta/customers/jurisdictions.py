"""What laws ask for before advertising is sent: a yes beforehand, or silence until there is a no.

It tells which rule each channel falls under in countries whose law we read, and is no legal
advice. Where a law leaves it open, and in every country that is not here, a yes is asked for.
"""

from dataclasses import dataclass, field

OPT_IN, OPT_OUT = "opt_in", "opt_out"


@dataclass(frozen=True)
class Law:
    """`allows` names the channels on which silence is enough; all others need a yes."""

    name: str
    source: str
    countries: tuple[str, ...]
    allows: frozenset[str] = field(default_factory=frozenset)

    def asks(self, channel: str) -> str:
        return OPT_OUT if channel in self.allows else OPT_IN


POST = frozenset({"post"})
EEA = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS",
    "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
LAWS = (
    Law(
        "Directive 2002/58/EC, Article 13; Regulation (EU) 2016/679, Article 21(2)",
        "https://eur-lex.europa.eu/eli/dir/2002/58/oj",
        EEA,
        POST,
    ),
    Law(
        "Privacy and Electronic Communications Regulations 2003, regulations 21 and 22",
        "https://www.legislation.gov.uk/uksi/2003/2426/contents",
        ("GB",),
        POST | {"phone"},
    ),
    Law(
        "CAN-SPAM Act, 15 U.S.C. 7704; Telephone Consumer Protection Act, 47 U.S.C. 227",
        "https://www.law.cornell.edu/uscode/text/15/7704",
        ("US",),
        POST | {"email"},
    ),
    Law(
        "Canada's Anti-Spam Legislation, S.C. 2010, c. 23, section 6",
        "https://laws-lois.justice.gc.ca/eng/acts/E-1.6/",
        ("CA",),
        POST,
    ),
    Law(
        "Spam Act 2003, section 16; Do Not Call Register Act 2006",
        "https://www.legislation.gov.au/C2004A01214/latest/text",
        ("AU",),
        POST | {"phone"},
    ),
    Law(
        "Unsolicited Electronic Messages Act 2007, section 9",
        "https://www.legislation.govt.nz/act/public/2007/0007/latest/whole.html",
        ("NZ",),
        POST,
    ),
)
BY_COUNTRY = {country: law for law in LAWS for country in law.countries}


def law_of(country: str) -> Law | None:
    return BY_COUNTRY.get(country)


def asked_by_law(country: str, channel: str) -> str:
    """What advertising on this channel needs where somebody lives; a yes where it is unknown."""
    law = law_of(country)
    return law.asks(channel) if law else OPT_IN
