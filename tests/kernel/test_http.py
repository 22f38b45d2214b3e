"""Addresses that somebody typed lead to the open internet only."""

import pytest

from raabta.kernel.http import RefusedAddress, request


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost:8000/settings",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0.0.0.0/",
        "http://10.1.2.3/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        "https://user:secret@example.com/",
        "file:///etc/passwd",
        "ftp://example.com/",
        "http:///nowhere",
        "http://example.com:70000/",
    ],
)
def test_what_is_not_public_is_not_asked(url: str) -> None:
    with pytest.raises(RefusedAddress):
        request("GET", url)
