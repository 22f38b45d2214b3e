"""Our own bytes, read back by the standard library."""

import re
from base64 import b64decode
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from hashlib import sha256

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

from raabta.messaging.mime import BadAddress, Letter, build, wire_address
from raabta.messaging.models import Sender
from raabta.messaging.services.dkim import _relaxed, dns_record, make_key, relaxed_body, signer_of
from raabta.workspaces.models import Workspace

AWKWARD = [
    "plain",
    "A very long subject " * 12,
    "بہار کی خوش خبری " * 9,
    "বসন্তের শুভেচ্ছা " * 9,
    "emoji 🎉👩‍👩‍👧 at the end 🎉",
    "line\r\nBcc: victim@example.org\r\n\r\nbody",
    "=?utf-8?q?looks_encoded?=",
    'quotes " and \\ back',
    "",
]


def letter(**changes: object) -> Letter:
    values = {
        "token": "T" * 22, "sender_name": "Shop", "sender_address": "hello@shop.example",
        "reply_to": "", "to_name": "Ayesha", "to_address": "ayesha@people.example",
        "subject": "Hi", "text": "hello", "html": "<p>hello</p>", "language": "en",
        "at": datetime(2026, 3, 10, 9, 0, tzinfo=UTC), "unsubscribe_url": "https://x.example/u/1",
        "unsubscribe_mail": "", "feedback_id": "campaign:1:1:marketing:raabta",
    }  # fmt: skip
    return Letter(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("text", AWKWARD)
def test_any_subject_and_name_survives_and_adds_no_header(text: str) -> None:
    raw = build(letter(subject=text, to_name=text, sender_name=text))
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    mail = message_from_bytes(raw, policy=policy.default)
    one_line = text.replace("\r", " ").replace("\n", " ").strip()
    assert " ".join(str(mail["Subject"]).split()) == " ".join(one_line.split())
    assert mail["Bcc"] is None
    assert mail["To"].addresses[0].addr_spec == "ayesha@people.example"
    written = str(message_from_bytes(raw)["To"]).rpartition("<")[0].strip().strip('"')
    name = str(make_header(decode_header(written.replace('\\"', '"').replace("\\\\", "\\"))))
    assert " ".join(name.split()) == " ".join(one_line.split())
    assert not mail.defects


def test_both_bodies_survive_byte_for_byte() -> None:
    text = "سلام\n.\n.dot\nFrom the start\n" + "x" * 2_000
    mail = message_from_bytes(build(letter(text=text, html=text)), policy=policy.default)
    parts = [part.get_payload(decode=True).decode() for part in mail.iter_parts()]  # type: ignore[union-attr]
    assert parts == [text, text]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "@x.example",
        "a@",
        "a b@x.example",
        "a@x\r\n.example",
        "a>@x.example",
        "é@x.example",
    ],
)
def test_what_cannot_stand_in_an_envelope_is_refused(address: str) -> None:
    with pytest.raises(BadAddress):
        wire_address(address)


def test_a_domain_in_another_script_is_sent_in_ascii() -> None:
    assert wire_address("a@bücher.example") == "a@xn--bcher-kva.example"


def test_a_signature_stands_for_the_mail_and_breaks_with_it(workspace: Workspace) -> None:
    sender = make_key(
        Sender.objects.create(workspace=workspace, name="Shop", address="hello@shop.example")
    )
    signer = signer_of(sender)
    assert signer is not None
    raw = signer.sign(build(letter(subject="بہار", text="two  spaces \n")))
    head, _, body = raw.partition(b"\r\n\r\n")
    fields = re.split(rb"\r\n(?![ \t])", head)
    tags = dict(
        tag.strip().split("=", 1)
        for tag in fields[0].partition(b":")[2].decode().replace("\r\n", "").split(";")
    )
    packed = re.sub(r"\s", "", tags["b"])
    assert b64decode(tags["bh"]) == sha256(relaxed_body(body)).digest()
    by_name = {f.partition(b":")[0].lower().decode(): f.partition(b":")[2] for f in fields[1:]}
    unsigned = re.sub(rb"\bb=[^;]*$", b"b=", fields[0].partition(b":")[2])
    covered = b""
    for name in tags["h"].split(":"):
        value = by_name.pop(name.strip(), None)
        if value is not None:
            covered += name.strip().encode() + b":" + _relaxed(value) + b"\r\n"
    covered += b"dkim-signature:" + _relaxed(unsigned)
    name, record = dns_record(sender)
    assert name == "raabta._domainkey.shop.example"
    public = serialization.load_der_public_key(b64decode(record.partition("p=")[2]))
    public.verify(b64decode(packed), covered, padding.PKCS1v15(), hashes.SHA256())  # type: ignore[union-attr,call-arg]
    with pytest.raises(InvalidSignature):
        public.verify(b64decode(packed), covered + b"x", padding.PKCS1v15(), hashes.SHA256())  # type: ignore[union-attr,call-arg]
    assert "PRIVATE" not in sender.sealed_dkim_key
