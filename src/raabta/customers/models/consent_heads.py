from django.db import models

from raabta.workspaces.attesting import attest, is_attested
from raabta.workspaces.scoped import WorkspaceModel

HEAD, ANCHOR = "customers.consent_head", "customers.consent_anchor"


class ConsentHead(WorkspaceModel):
    """How long one person's chain of consent lines is, and its last seal.

    `mark` attests both, so that a line missing at the end is noticed. After erasure the head
    stays without the seal: it tells that the chain was removed by us.
    """

    customer = models.OneToOneField("customers.Customer", models.CASCADE, related_name="+")
    length = models.PositiveIntegerField()
    seal = models.CharField(max_length=64, blank=True)
    erased_at = models.DateTimeField(null=True)
    mark = models.CharField(max_length=90, blank=True)  # empty: written on top of a broken chain

    @property
    def is_sound(self) -> bool:
        """Whether it says what we wrote."""
        return is_attested(self._words(), self.mark, about=HEAD)

    def attest(self) -> None:
        self.mark = attest(self._words(), about=HEAD)

    def _words(self) -> str:
        state = "erased" if self.erased_at else "kept"
        return f"{self.workspace_id}:{self.customer_id}:{self.length}:{self.seal}:{state}"


class ConsentAnchor(WorkspaceModel):
    """A list of all heads at one moment, kept as a file; the digest of the file is attested here.

    What was anchored cannot vanish unnoticed, even when lines and head are removed together.
    """

    number = models.PositiveIntegerField()  # 1, 2, 3… for each workspace
    taken_at = models.DateTimeField()
    people = models.PositiveIntegerField()
    lines = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)  # SHA-256 of the file's text
    mark = models.CharField(max_length=90)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["workspace", "number"], name="one_consent_anchor_a_number"
            ),
        )

    @property
    def is_sound(self) -> bool:
        return is_attested(self._words(), self.mark, about=ANCHOR)

    def attest(self) -> None:
        self.mark = attest(self._words(), about=ANCHOR)

    def _words(self) -> str:
        return f"{self.workspace_id}:{self.number}:{self.people}:{self.lines}:{self.digest}"
