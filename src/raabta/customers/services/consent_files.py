"""Keep a file that proves an answer, such as the scan of a signed form."""

from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _

from raabta.customers.models import ConsentFile
from raabta.customers.normalise import line
from raabta.kernel import clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace

LARGEST = 5 * 1024 * 1024
SIGNS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)


class InvalidFile(ValueError):
    """Too large, empty, or of a kind that is not kept."""


@dataclass(frozen=True)
class Upload:
    name: str
    content: bytes


def keep_consent_file(
    *, workspace: Workspace, actor: Actor, customer_id: int, upload: Upload
) -> ConsentFile:
    """The same file is kept once a person. Its digest goes into the answer. Raises InvalidFile."""
    kind = kind_of(upload.content)
    kept, _made = ConsentFile.objects.get_or_create(
        workspace=workspace,
        customer_id=customer_id,
        digest=sha256(upload.content).hexdigest(),
        defaults={
            "name": line(upload.name)[:150],
            "kind": kind,
            "content": upload.content,
            "added_by": actor.label,
            "added_at": clock.now(),
        },
    )
    return kept


def kind_of(content: bytes) -> str:
    """By what it begins with, whatever its name says. Raises InvalidFile."""
    if len(content) > LARGEST:
        raise InvalidFile(_("The file is larger than 5 MB."))
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    for sign, kind in SIGNS:
        if content.startswith(sign):
            return kind
    raise InvalidFile(_("Only PDF, PNG, JPEG and WebP files are kept."))
