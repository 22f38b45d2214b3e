"""Lines of the ledger that were sealed before countries and files were kept still hold."""

from datetime import UTC
from hashlib import sha256

from raabta.customers.consent_chain import seal_of
from raabta.customers.models import ConsentRecord
from raabta.kernel import clock


def test_a_line_without_country_and_file_has_the_seal_it_had() -> None:
    now = clock.now()
    line = ConsentRecord(
        workspace_id=1, customer_id=2, position=3, purpose="marketing", channel="email",
        state="given", source="form", basis="consent", text_version="v1", evidence="Said so",
        actor="Ayesha", given_at=now, recorded_at=now,
    )  # fmt: skip
    at = now.astimezone(UTC).isoformat()
    said = ["before", "1", "2", "3", "marketing", "email", "given", "form", "consent", "v1"]
    said += ["", "Said so", "Ayesha", at, at]
    assert seal_of(line, "before") == sha256("\x1f".join(said).encode()).hexdigest()
    line.jurisdiction = "DE"
    assert seal_of(line, "before") != sha256("\x1f".join(said).encode()).hexdigest()
