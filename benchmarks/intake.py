"""Events a second through the intake, in batches of 100: committed, stitched, in the warehouse.

The yardstick takes the same bodies, parses them with `json` and appends them to a file with fsync.
Both are WSGI applications, called in this process without a network, so that the work itself is
compared: `intake.py [BATCHES]`.
"""

import io
import json
import os
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

BATCH = 100
Application = Callable[[dict[str, Any], Callable[..., Any]], Any]


def bodies(count: int) -> list[bytes]:
    """What Segment's client for Node.js sends; ten events a visitor, one in ten logs in."""
    return [
        json.dumps(
            {"sentAt": "2026-03-01T10:00:00Z", "batch": [one(at * BATCH + n) for n in range(BATCH)]}
        ).encode()
        for at in range(count)
    ]


def one(number: int) -> dict[str, Any]:
    visitor = number // 10
    return {
        "type": "track",
        "event": ("Product Viewed", "Product Added", "Order Completed")[number % 3],
        "anonymousId": f"visitor-{visitor}",
        **({"userId": f"user-{visitor}"} if visitor % 10 == 0 else {}),
        "messageId": f"node-next-{number}-39ea3115-e42a-47d6-a5ed-c54ff6e3af19",
        "timestamp": "2026-03-01T09:59:59.802Z",
        "properties": {
            "product_id": f"p{number % 500}",
            "price": 19.5,
            "quantity": 1,
            "currency": "PKR",
        },
        "context": {
            "library": {"name": "@segment/analytics-node", "version": "3.1.0"},
            "userAgent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
            "page": {
                "url": f"https://shop.example/p/{number % 500}",
                "title": "Shop",
                "path": "/p",
            },
        },
    }


def call(application: Application, body: bytes, key: str) -> str:
    told: list[str] = []
    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/v1/batch", "SERVER_NAME": "localhost",
        "SERVER_PORT": "80", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr, "CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": "text/plain",
        "HTTP_HOST": "localhost", "HTTP_AUTHORIZATION": "Basic " + b64encode(f"{key}:".encode()).decode(),
        "HTTP_USER_AGENT": "analytics-node-next/latest", "QUERY_STRING": "",
        "wsgi.multithread": False, "wsgi.multiprocess": False, "wsgi.run_once": False,
        "wsgi.version": (1, 0),
    }  # fmt: skip
    answer = application(environ, lambda status, _headers, *_: told.append(status))
    list(answer)
    getattr(answer, "close", lambda: None)()
    return told[0]


def yardstick(path: Path) -> Application:
    file = path.open("ab", buffering=0)

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        raw = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        json.loads(raw)
        file.write(raw + b"\n")
        os.fsync(file.fileno())
        start("200 OK", [])
        return [b"{}"]

    return application


def timed(application: Application, sent: list[bytes], key: str) -> tuple[float, float]:
    """Events a second, and the 95th percentile of a request in milliseconds."""
    lengths, began = [], time.perf_counter()
    for body in sent:
        at = time.perf_counter()
        assert call(application, body, key) == "200 OK"
        lengths.append(time.perf_counter() - at)
    seconds = time.perf_counter() - began
    return len(sent) * BATCH / seconds, sorted(lengths)[int(len(lengths) * 0.95)] * 1000


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    folder = Path(tempfile.mkdtemp(prefix="raabta-intake-"))
    os.environ |= {"RAABTA_DATA": str(folder), "RAABTA_LOG": "critical"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "raabta.config.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    key = make_source()
    sent = bodies(count)
    plain, plain_p95 = timed(yardstick(folder / "events.jsonl"), sent, key)
    ours, ours_p95 = timed(get_wsgi_application(), sent, key)
    stitched, drained = follow(count * BATCH)
    print(f"{count * BATCH:,} events in requests of {BATCH}")
    print(f"yardstick (json + append + fsync): {plain:10,.0f} events/s, p95 {plain_p95:.2f} ms")
    print(f"intake, committed:                 {ours:10,.0f} events/s, p95 {ours_p95:.2f} ms")
    print(f"stitched to people:                {stitched:10,.0f} events/s")
    print(f"into the warehouse:                {drained:10,.0f} events/s")


def make_source() -> str:
    from raabta.tracking.services.sources import create_source
    from raabta.workspaces.actor import SYSTEM
    from raabta.workspaces.scoped import working_in
    from raabta.workspaces.services import create_user, create_workspace

    owner = create_user(email="owner@shop.example", password="a-long-enough-pass")
    workspace = create_workspace(name="Shop", owner=owner)
    with working_in(workspace):
        return create_source(
            workspace=workspace, actor=SYSTEM, name="Shop", kind="server"
        ).write_key


def follow(count: int) -> tuple[float, float]:
    """Events a second through stitching, and through draining."""
    from raabta.tracking.services.stitching import stitch
    from raabta.warehouse.services import drain_inbox, project_changes

    began = time.perf_counter()
    while stitch():
        pass
    stitched = count / (time.perf_counter() - began)
    began = time.perf_counter()
    while drain_inbox():
        pass
    drained = count / (time.perf_counter() - began)
    while project_changes():
        pass
    return stitched, drained


if __name__ == "__main__":
    main()
