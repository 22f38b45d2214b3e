import secrets
from pathlib import PurePath

from django.db import transaction
from django.utils.translation import gettext as _

from raabta.content import image_files
from raabta.content.models import Image
from raabta.kernel import clock
from raabta.workspaces.actor import Actor
from raabta.workspaces.models import Workspace
from raabta.workspaces.services.audit import record_audit

MOST_BYTES = 5 * 2**20
MOST_PIXELS = 50_000_000


class BadImage(ValueError):
    """The file is not taken; the message says why, in the user's words."""


def store_image(*, workspace: Workspace, actor: Actor, filename: str, data: bytes) -> Image:
    """Keep a picture that mails can show. Raises BadImage."""
    if len(data) > MOST_BYTES:
        raise BadImage(_("The picture is larger than 5 MB. Make it smaller and try again."))
    try:
        header = image_files.read_header(data)
    except image_files.UnknownImage:
        words = _("This is not a PNG, JPEG, GIF or WebP picture. Mail programs show only these.")
        raise BadImage(words) from None
    if not 0 < header.width * header.height <= MOST_PIXELS:
        raise BadImage(_("The picture has too many pixels, or none."))
    token = secrets.token_urlsafe(16)
    image_files.write(token, data)
    with transaction.atomic():
        image = Image.objects.create(
            workspace=workspace,
            token=token,
            filename=PurePath(filename.replace("\\", "/")).name[:200],
            content_type=header.content_type,
            size=len(data),
            width=header.width,
            height=header.height,
            uploaded_at=clock.now(),
        )
        record_audit(workspace=workspace, actor=actor, verb="image.uploaded", target=image.filename)
    return image


def remove_image(*, workspace: Workspace, actor: Actor, image: Image) -> None:
    """Mails that were sent lose the picture as well."""
    with transaction.atomic():
        image.delete()
        record_audit(workspace=workspace, actor=actor, verb="image.removed", target=image.filename)
        transaction.on_commit(lambda: image_files.remove(image.token))
