import random
from pathlib import Path
from xml.etree import ElementTree as ET

import email_validator
import phonenumbers
import pytest

from raabta.customers import normalise, places
from raabta.customers.normalise import Invalid

CASES = Path(__file__).resolve().parents[3] / "shared/data/email_address/isemail/test_tests.xml"
REGIONS = ("PK", "BD", "GB", "US", "IN", "DE", "IT", "FR", "AE", "SA", "BR", "AU")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  Ayesha.Khan@Example.COM ", "ayesha.khan@example.com"),
        ("o'brien+news@mail.example", "o'brien+news@mail.example"),
        ("info@bücher.example", "info@bücher.example"),
        ("info@xn--bcher-kva.example", "info@bücher.example"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_an_address_is_kept_in_one_form(given: str, kept: str) -> None:
    assert normalise.email(given) == kept


@pytest.mark.parametrize(
    "given",
    [
        "ayesha",
        "a@b",
        "a@@b.com",
        ".a@b.com",
        "a..b@c.com",
        "a@-b.com",
        "a@b.localhost",
        "a b@c.de",
    ],
)
def test_what_is_no_address_is_refused(given: str) -> None:
    with pytest.raises(Invalid) as refused:
        normalise.email(given)
    assert (refused.value.reason, refused.value.value) == ("email", given)


def verdict(address: str) -> str:
    try:
        found = email_validator.validate_email(
            address, check_deliverability=False, test_environment=True
        )
    except email_validator.EmailNotValidError:
        return "refused"
    return found.normalized.lower()


def ours(address: str) -> str:
    try:
        return normalise.email(address)
    except Invalid:
        return "refused"


def test_the_fast_path_agrees_with_the_library_on_every_published_case() -> None:
    if not CASES.exists():
        pytest.skip("needs shared/data/email_address")
    given = [
        (case.findtext("address") or "").translate({0x2400 + n: chr(n) for n in range(33)})
        for case in ET.parse(CASES).iter("test")  # noqa: S314  a file of ours
    ]
    addresses = [address for address in given if address.strip() and address == address.strip()]
    assert len(addresses) > 100
    assert [(a, ours(a)) for a in addresses] == [(a, verdict(a)) for a in addresses]


def test_a_role_address_is_told_from_a_persons() -> None:
    assert normalise.is_role_address("info@shop.example")
    assert not normalise.is_role_address("ayesha@shop.example")


@pytest.mark.parametrize(
    ("given", "region", "kept"),
    [
        ("+92 300 1234567", "", "+923001234567"),
        ("0300-1234567", "PK", "+923001234567"),
        ("0092 300 1234567", "", "+923001234567"),
        ("923001234567", "PK", "+923001234567"),
        ("01711-123456", "BD", "+8801711123456"),
        ("(020) 7946 0958", "GB", "+442079460958"),
        ("٠٣٠٠ ١٢٣٤٥٦٧", "PK", "+923001234567"),
        ("", "PK", ""),
    ],
)
def test_a_phone_number_is_kept_as_e164(given: str, region: str, kept: str) -> None:
    assert normalise.phone(given, region) == kept


def test_a_number_without_a_country_says_that_the_country_is_missing() -> None:
    with pytest.raises(Invalid) as refused:
        normalise.phone("0300 1234567")
    assert refused.value.reason == "phone_region"
    with pytest.raises(Invalid) as refused:
        normalise.phone("12345", "PK")
    assert refused.value.reason == "phone"


def by_library(number: str, region: str) -> str:
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return "refused"
    if not phonenumbers.is_valid_number(parsed):
        return "refused"
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def by_us(number: str, region: str) -> str:
    try:
        return normalise.phone(number, region)
    except Invalid:
        return "refused"


def written(region: str, chance: random.Random) -> str:
    kind = chance.choice(
        [phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE]
    )
    example = phonenumbers.example_number_for_type(region, kind)
    digits = str(example.national_number)
    keep = chance.randrange(2, len(digits))
    example.national_number = int(
        digits[:keep] + "".join(str(chance.randrange(10)) for _ in digits[keep:])
    )
    form = chance.choice(
        [
            phonenumbers.PhoneNumberFormat.E164,
            phonenumbers.PhoneNumberFormat.INTERNATIONAL,
            phonenumbers.PhoneNumberFormat.NATIONAL,
        ]
    )
    text = str(phonenumbers.format_number(example, form))
    return text if chance.random() < 0.9 else text.replace("+", "")


def test_the_fast_path_agrees_with_the_library_on_20000_numbers() -> None:
    chance = random.Random(7)  # noqa: S311
    pairs = [(written(r, chance), r) for r in REGIONS for _ in range(20_000 // len(REGIONS))]
    differing = [
        (number, region, by_us(number, region), by_library(number, region))
        for number, region in pairs
        if by_us(number, region) != by_library(number, region)
    ]
    assert differing == []


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("Pakistan", "PK"),
        ("پاکستان", "PK"),
        ("বাংলাদেশ", "BD"),
        ("gb", "GB"),
        ("EIRE", "IE"),
        ("USA", "US"),
        ("United Kingdom", "GB"),
        ("Deutschland", "DE"),
        ("RSA", "ZA"),
        ("", ""),
    ],
)
def test_a_country_is_found_by_code_or_name(given: str, code: str) -> None:
    assert places.country(given) == code


@pytest.mark.parametrize("given", ["Unspecified", "European Community", "Atlantis", "ZZ"])
def test_what_is_no_country_is_refused(given: str) -> None:
    with pytest.raises(Invalid):
        places.country(given)


@pytest.mark.parametrize(
    ("given", "tag"),
    [
        ("en", "en"),
        ("en-gb", "en-GB"),
        ("pt_BR", "pt-BR"),
        ("Urdu", "ur"),
        ("اردو", "ur"),
        ("বাংলা", "bn"),
        ("zh-Hant-TW", "zh-Hant"),
        ("eng", "en"),
    ],
)
def test_a_language_is_found_by_tag_or_name(given: str, tag: str) -> None:
    assert places.language(given) == tag


def test_names_are_one_line_and_split_at_the_last_word() -> None:
    assert normalise.line("  Zoë\t  Ali\u200b ") == "Zoë Ali"
    assert normalise.split_name("Muhammad Bilal Khan") == ("Muhammad Bilal", "Khan")
    assert normalise.split_name("Khan, Ayesha") == ("Ayesha", "Khan")
    assert normalise.split_name("Rahim") == ("Rahim", "")


def test_a_time_zone_is_found_in_any_case() -> None:
    assert places.time_zone("asia/karachi") == "Asia/Karachi"
    with pytest.raises(Invalid):
        places.time_zone("Mars/Olympus")
