"""To whom a mail goes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Recipient:
    address: str
    name: str
    language: str  # BCP 47; empty when unknown
