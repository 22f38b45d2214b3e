"""The only HTTP client: it refuses private addresses, and asks the address that it checked."""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

import urllib3

TIMEOUT = urllib3.Timeout(connect=5, read=10)
MOST_BYTES = 1_000_000
REDIRECTS = 5
NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052
PORTS = {"http": 80, "https": 443}


class RefusedAddress(ValueError):
    """The URL is not plain http(s), or leads to an address that is not public."""


class Unreachable(Exception):
    """No answer: the name does not resolve, the connection failed or timed out."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes  # at most MOST_BYTES
    url: str


def request(method: str, url: str, *, headers: dict[str, str] | None = None) -> Answer:
    """Ask a URL that somebody typed. Follows redirects, each checked like the first.

    Raises RefusedAddress or Unreachable.
    """
    for _ in range(REDIRECTS + 1):
        answer = _ask(method, url, headers or {})
        location = answer.headers.get("location")
        if answer.status not in {301, 302, 303, 307, 308} or not location:
            return answer
        url = urljoin(url, location)
    raise Unreachable(f"more than {REDIRECTS} redirects")


def public_address(host: str, port: int) -> str:
    """An address of the host, after checking that all of them are public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"{host} does not resolve") from error
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        if not _is_public(ipaddress.ip_address(address.split("%")[0])):
            raise RefusedAddress(f"{host} leads to {address}, which is not a public address")
    return addresses[0]


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError as error:
        raise RefusedAddress(f"{parts.netloc} names no port") from error


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Global, for one host, and no IPv6 clothing of an IPv4 address that is private."""
    if not address.is_global or address.is_multicast:
        return False
    if address.version == 4:
        return True
    inside = address.sixtofour or (address.teredo or (None, None))[1]
    if address in NAT64:
        inside = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return inside is None or _is_public(inside)


def _ask(method: str, url: str, headers: dict[str, str]) -> Answer:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in PORTS or not host or parts.username is not None:
        raise RefusedAddress(f"{url} is not a plain http or https address")
    port = _port(parts) or PORTS[parts.scheme]
    address = public_address(host, port)
    pool: urllib3.HTTPConnectionPool = (
        urllib3.HTTPSConnectionPool(address, port, assert_hostname=host, server_hostname=host)
        if parts.scheme == "https"
        else urllib3.HTTPConnectionPool(address, port)
    )
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        response = pool.urlopen(
            method,
            target,
            headers={"Host": parts.netloc, "User-Agent": "Raabta", **headers},
            redirect=False,
            retries=False,
            timeout=TIMEOUT,
            preload_content=False,
            assert_same_host=False,
        )
        body = response.read(MOST_BYTES)
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise Unreachable(f"{host}: {error}") from error
    finally:
        pool.close()
    lower = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status, lower, body, url)
