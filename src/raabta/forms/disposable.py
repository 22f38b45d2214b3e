"""Addresses that are thrown away after one mail, by the list that the community keeps."""

from disposable_email_domains import blocklist


def is_disposable(email: str) -> bool:
    """Whether the domain, or one above it, gives such addresses to anybody."""
    parts = email.rpartition("@")[2].lower().split(".")
    return any(".".join(parts[at:]) in blocklist for at in range(len(parts) - 1))
