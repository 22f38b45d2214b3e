"""DKIM (RFC 6376): keys of senders, and signatures over finished mails."""

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from raabta.messaging.models import Sender
from raabta.workspaces.sealing import seal, unseal

SELECTOR = "raabta"
BITS = 2048
SIGNED = (
    "from", "from", "to", "subject", "date", "message-id", "mime-version", "content-type",
    "reply-to", "list-unsubscribe", "list-unsubscribe-post", "feedback-id",
)  # fmt: skip  # from twice: nobody can add a second one
SPACES = re.compile(rb"[ \t]+")


@dataclass(frozen=True)
class Signer:
    domain: str
    selector: str
    key: rsa.RSAPrivateKey

    def sign(self, raw: bytes) -> bytes:
        """The mail with a DKIM-Signature in front, relaxed/relaxed."""
        head, _, body = raw.partition(b"\r\n\r\n")
        fields = _fields(head)
        names = [name for name in SIGNED if name == "from" or name in fields]
        digest = b64encode(sha256(relaxed_body(body)).digest()).decode()
        value = (
            f" v=1; a=rsa-sha256; c=relaxed/relaxed; d={self.domain}; s={self.selector};\r\n"
            f" h={':'.join(names)};\r\n bh={digest};\r\n b="
        )
        unused = dict(fields)
        covered = b"".join(unused.pop(name, b"") for name in names)
        covered += b"dkim-signature:" + _relaxed(value.encode())
        signature = self.key.sign(covered, padding.PKCS1v15(), hashes.SHA256())
        return f"DKIM-Signature:{value}{_wrapped(signature)}\r\n".encode() + raw


def _fields(head: bytes) -> dict[str, bytes]:
    """Each header in relaxed form with its line end, by lower-case name."""
    found: dict[str, bytes] = {}
    for line in re.split(rb"\r\n(?![ \t])", head):
        name, _, value = line.partition(b":")
        key = name.strip().lower()
        found[key.decode()] = key + b":" + _relaxed(value) + b"\r\n"
    return found


def _relaxed(value: bytes) -> bytes:
    return SPACES.sub(b" ", value.replace(b"\r\n", b"")).strip(b" ")


def relaxed_body(body: bytes) -> bytes:
    if b"  " in body or b"\t" in body or b" \r\n" in body:
        body = b"\r\n".join(SPACES.sub(b" ", line).rstrip(b" ") for line in body.split(b"\r\n"))
    stripped = body.rstrip(b"\r\n")
    return stripped + b"\r\n" if stripped else b""


def _wrapped(signature: bytes) -> str:
    text = b64encode(signature).decode()
    return "\r\n ".join(text[at : at + 70] for at in range(0, len(text), 70))


def signer_of(sender: Sender) -> Signer | None:
    """The sender's signer, when it has a key."""
    if not sender.sealed_dkim_key:
        return None
    plain = unseal(sender.sealed_dkim_key, bound_to=_bound(sender))
    key = serialization.load_der_private_key(b64decode(plain), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        return None
    return Signer(sender.address.rpartition("@")[2], sender.dkim_selector, key)


def make_key(sender: Sender) -> Sender:
    """Give the sender a new key; mails are signed with it from now on."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    der = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    sender.sealed_dkim_key = seal(b64encode(der).decode(), bound_to=_bound(sender))
    sender.dkim_selector = sender.dkim_selector or SELECTOR
    sender.save(update_fields=["sealed_dkim_key", "dkim_selector"])
    return sender


def dns_record(sender: Sender) -> tuple[str, str]:
    """Name and text of the DNS record that lets receivers check the signature; "" without key."""
    signer = signer_of(sender)
    if signer is None:
        return "", ""
    public = signer.key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    name = f"{signer.selector}._domainkey.{signer.domain}"
    return name, f"v=DKIM1; k=rsa; p={b64encode(public).decode()}"


def _bound(sender: Sender) -> str:
    return f"messaging.sender:{sender.pk}"
