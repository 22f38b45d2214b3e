"""What people type, in the one form that is stored and compared. Pure: no Django, no database.

Each function returns the normal form, "" for a blank, and raises Invalid otherwise. Common shapes
take a fast path that gives the same verdict as the library behind it.
"""

import re
import unicodedata
from functools import lru_cache

import email_validator
import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberFormat

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff]+")
SPACE = re.compile(r"\s+")

ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
PLAIN_EMAIL = re.compile(rf"({ATOM}(?:\.{ATOM})*)@((?:{LABEL}\.)+[a-z]{{2,}})")
SPECIAL = frozenset(email_validator.SPECIAL_USE_DOMAIN_NAMES)
MAX_EMAIL, MAX_LOCAL, MAX_LABEL = 254, 64, 63
MAX_IDENTIFIER = 254
ROLES = frozenset({
    "abuse", "admin", "administrator", "billing", "contact", "enquiries", "help", "hello",
    "hostmaster", "hr", "info", "inquiries", "jobs", "mail", "marketing", "news", "no-reply",
    "noreply", "office", "orders", "postmaster", "press", "privacy", "root", "sales", "security",
    "service", "shop", "spam", "support", "team", "webmaster",
})  # fmt: skip

PHONE_PUNCTUATION = str.maketrans("", "", " \u00a0()-./\u2010\u2011\u2013")
LONGEST_COUNTRY_CODE = 3
NOTHING = "(?!)"  # a pattern that nothing fits


class Invalid(ValueError):
    """The value cannot be what it should be; `reason` is a key such as "email"."""

    def __init__(self, reason: str, value: str) -> None:
        super().__init__(f"{reason}: {value[:100]}")
        self.reason = reason
        self.value = value


def line(value: str) -> str:
    """One line of text: composed characters, no control characters, single spaces."""
    if value.isascii() and value.isprintable():
        return " ".join(value.split()) if "  " in value or value[:1] == " " else value.rstrip()
    composed = unicodedata.normalize("NFC", CONTROL.sub(" ", value))
    return SPACE.sub(" ", composed).strip()


def split_name(full: str) -> tuple[str, str]:
    """First and last name of a full one; "Last, First" is understood."""
    plain = line(full)
    if plain.count(",") == 1:
        last, first = (part.strip() for part in plain.split(","))
        return first, last
    first, _, last = plain.rpartition(" ")
    return (first, last) if first else (last, "")


def identifier(value: str) -> str:
    """An id of another system, letter by letter as it came. Raises Invalid("identifier")."""
    plain = value.strip()
    if len(plain) > MAX_IDENTIFIER or "\x00" in plain:
        raise Invalid("identifier", value)
    return plain


def email(value: str) -> str:
    """The address in lower case, its domain in Unicode. Raises Invalid("email")."""
    plain = value.strip().lower()
    if not plain:
        return ""
    found = PLAIN_EMAIL.fullmatch(plain)
    if found and _is_plain(found[1], found[2], plain):
        return plain
    return _any_email(value.strip())


def _is_plain(local: str, domain: str, address: str) -> bool:
    return (
        len(address) <= MAX_EMAIL
        and len(local) <= MAX_LOCAL
        and "--" not in domain
        and domain.rpartition(".")[2] not in SPECIAL
        and (len(domain) <= MAX_LABEL or max(map(len, domain.split("."))) <= MAX_LABEL)
    )


def _any_email(value: str) -> str:
    try:
        checked = email_validator.validate_email(
            value, check_deliverability=False, test_environment=True
        )
    except email_validator.EmailNotValidError:
        raise Invalid("email", value) from None
    return unicodedata.normalize("NFKC", checked.normalized).lower()


def is_role_address(address: str) -> bool:
    """Whether a normal address belongs to a function (info@, sales@) rather than to a person."""
    return address.partition("@")[0] in ROLES


def phone(value: str, region: str = "") -> str:
    """E.164; `region` (ISO 3166-1) is where a number without country code is dialled.

    Raises Invalid("phone"), or Invalid("phone_region") when only the country is missing.
    """
    digits = value.translate(PHONE_PUNCTUATION)
    if not digits:
        return ""
    if digits.isascii():
        if digits[0] == "+" and digits[1:].isdigit():
            fast = _international(digits[1:])
        elif digits.isdigit():
            fast = _national(digits, region)
        else:
            fast = ""
        if fast:
            return fast
    return _any_phone(value.strip(), region)


def _international(digits: str) -> str:
    for length in range(1, LONGEST_COUNTRY_CODE + 1):
        patterns = _numbers_of_code(digits[:length])
        if patterns:
            rest = digits[length:]
            return f"+{digits}" if any(p.fullmatch(rest) for p in patterns) else ""
    return ""


def _national(digits: str, region: str) -> str:
    if digits[:2] == "00":
        return _international(digits[2:])
    rules = _rules(region.upper())
    if rules is None:
        return ""
    code, prefix, general, number = rules
    if prefix and digits.startswith(prefix) and not general.fullmatch(digits):
        rest = digits[len(prefix) :]
        return f"+{code}{rest}" if number.fullmatch(rest) else ""
    return f"+{code}{digits}" if number.fullmatch(digits) else ""


def _any_phone(value: str, region: str) -> str:
    text = f"+{value[2:]}" if value.startswith("00") else value
    try:
        parsed = phonenumbers.parse(text, region.upper() or None)
    except phonenumbers.NumberParseException as error:
        unknown_country = error.error_type == error.INVALID_COUNTRY_CODE and text[:1] != "+"
        raise Invalid("phone_region" if unknown_country else "phone", value) from None
    if not phonenumbers.is_valid_number(parsed):
        raise Invalid("phone", value)
    return str(phonenumbers.format_number(parsed, PhoneNumberFormat.E164))


Rules = tuple[int, str, re.Pattern[str], re.Pattern[str]]


@lru_cache(maxsize=300)
def _rules(region: str) -> Rules | None:
    """Country code, national prefix, any number, valid number; None where parsing is special."""
    meta = PhoneMetadata.metadata_for_region(region) if region else None
    if meta is None or not meta.country_code or meta.national_prefix_transform_rule:
        return None
    if (meta.national_prefix_for_parsing or "") != (meta.national_prefix or ""):
        return None
    general = re.compile(_any_number(meta))
    return meta.country_code, meta.national_prefix or "", general, _valid(meta)


@lru_cache(maxsize=300)
def _numbers_of_code(code: str) -> tuple[re.Pattern[str], ...]:
    regions = phonenumbers.region_codes_for_country_code(int(code)) if code[0] != "0" else ()
    found = (PhoneMetadata.metadata_for_region(region, None) for region in regions)
    return tuple(_valid(meta) for meta in found if meta)


def _valid(meta: PhoneMetadata) -> re.Pattern[str]:
    kinds = (
        meta.fixed_line,
        meta.mobile,
        meta.toll_free,
        meta.premium_rate,
        meta.shared_cost,
        meta.voip,
        meta.personal_number,
        meta.pager,
        meta.uan,
        meta.voicemail,
    )
    patterns = {kind.national_number_pattern for kind in kinds if kind}
    every = "|".join(f"(?:{pattern})" for pattern in sorted(p for p in patterns if p)) or NOTHING
    return re.compile(f"(?=(?:{_any_number(meta)})$)(?:{every})")


def _any_number(meta: PhoneMetadata) -> str:
    general = meta.general_desc
    return (general and general.national_number_pattern) or NOTHING
