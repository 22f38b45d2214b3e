import struct

import pytest
from django.conf import settings
from django.test import Client

from raabta.content import image_files
from raabta.content.image_files import UnknownImage, read_header
from raabta.content.models import Image
from raabta.content.services.images import MOST_BYTES, BadImage, store_image
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.models import Workspace

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 30, 20) + b"\x08\x06\x00\x00\x00"
GIF = b"GIF89a" + struct.pack("<HH", 30, 20) + b"\x00"
JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08" + struct.pack(">HH", 20, 30) + b"\x01"
WEBP_X = b"RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x1d\x00\x00\x13\x00\x00"
WEBP_L = b"RIFF\x00\x00\x00\x00WEBPVP8L\x00\x00\x00\x00\x2f" + struct.pack("<I", 29 | 19 << 14)
WEBP = b"RIFF\x00\x00\x00\x00WEBPVP8 " + b"\x00" * 10 + struct.pack("<HH", 30, 20)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (PNG, "image/png"),
        (GIF, "image/gif"),
        (JPEG, "image/jpeg"),
        (WEBP_X, "image/webp"),
        (WEBP_L, "image/webp"),
        (WEBP, "image/webp"),
    ],
)
def test_type_and_size_are_read_from_the_first_bytes(data: bytes, content_type: str) -> None:
    header = read_header(data)
    assert (header.content_type, header.width, header.height) == (content_type, 30, 20)


@pytest.mark.parametrize(
    "data", [b"", SVG, b"GIF89a", PNG[:18], JPEG[:8], b"\xff\xd8\xff\xff", b"%PDF"]
)
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(UnknownImage):
        read_header(data)


def test_a_picture_is_kept_and_served_to_everybody_by_its_token(workspace: Workspace) -> None:
    image = store_image(workspace=workspace, actor=SYSTEM, filename="../../a.png", data=PNG)
    assert image.filename == "a.png"
    answer = Client().get(f"/media/{image.token}")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == PNG  # type: ignore[attr-defined]
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer["Cache-Control"]
    assert image_files.path_of(image.token).is_relative_to(settings.FILES)


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["x", "..", "AAAAAAAAAAAAAAAAAAAAAA", "a%2e%2e"])
def test_an_unknown_token_is_not_found(token: str) -> None:
    assert Client().get(f"/media/{token}").status_code == 404


@pytest.mark.parametrize("data", [SVG, b"\x00" * (MOST_BYTES + 1), PNG[:16] + b"\xff" * 16])
def test_a_bad_upload_leaves_nothing_behind(workspace: Workspace, data: bytes) -> None:
    with pytest.raises(BadImage):
        store_image(workspace=workspace, actor=SYSTEM, filename="a.png", data=data)
    assert not Image.objects.exists()
