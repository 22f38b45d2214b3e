"""How addresses are compared with the suppression list, also after their person was erased."""

from hashlib import sha256

PHONE_CHANNELS = ("sms", "whatsapp", "phone")  # what reaches a phone number


def normalised(value: str) -> str:
    return value.strip().lower()


def value_hash(value: str) -> str:
    """SHA-256 in hex of the trimmed, lower-case value."""
    return sha256(normalised(value).encode()).hexdigest()


def domain_of(address: str) -> str:
    return normalised(address).rpartition("@")[2] if "@" in address else ""
