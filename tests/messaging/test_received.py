"""A kept mail is shown with the headers that its reader would see."""

import pytest

from raabta.messaging.mime import build
from raabta.messaging.received import read_mail
from tests.messaging.test_mime import letter

LONG_NAMES = ["ফারহানা ব্যানার্জি", "محمد حسین چوہدری صدیقی انصاری", "Zoë Ångström-O'Neill " * 4]


@pytest.mark.parametrize("name", LONG_NAMES)
def test_a_name_longer_than_one_encoded_word_is_whole(name: str) -> None:
    mail = read_mail(build(letter(to_name=name, sender_name=name, subject=name)))
    assert mail.subject == name.strip()
    assert mail.to == f"{name.strip()} <ayesha@people.example>"
    assert mail.sender == f"{name.strip()} <hello@shop.example>"
    assert dict(mail.headers)["To"] == mail.to


def test_a_header_that_nobody_can_decode_stays_as_it_came() -> None:
    raw = b"From: a@x.example\r\nSubject: =?klingon?q?Qapla?=\r\n =?utf-8?b?!?=\r\n\r\nhello"
    mail = read_mail(raw)
    assert (mail.sender, mail.to) == ("a@x.example", "")
    assert mail.subject.startswith("=?klingon?q?Qapla?=")
    assert mail.text == "hello"
