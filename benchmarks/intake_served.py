"""Events a second over HTTP against `raabta serve`, sustained; when they show in a profile.

    python benchmarks/intake_served.py [--seconds 300] [--rate 5000 for each core] [--workers 2]

Requests of 100 events come at a steady rate from another process. Meanwhile a known person does
something twice a second, and is asked for over the API until the event shows. At the end every
event must have reached the warehouse once. The yardstick is a server of the same kind that parses
the same bodies with `json` and appends them to a file with fsync.
"""

import argparse
import http.client
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from base64 import b64encode
from pathlib import Path
from typing import Any

from intake import BATCH, bodies
from memory import answers, free_port

CONNECTIONS = 8
PROBE_SECONDS, POLL_SECONDS = 0.5, 0.1
RAABTA = [sys.executable, "-c", "from raabta.config.cli import main; main()"]
YARDSTICK = """
import json, os
from pathlib import Path
file = Path(os.environ["EVENTS"]).open("ab", buffering=0)
def application(environ, start):
    raw = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    if raw:
        json.loads(raw)
        file.write(raw + b"\\n")
        os.fsync(file.fileno())
    start("200 OK", [])
    return [b"{}"]
"""
PREPARE = """
import django, json
django.setup()
from raabta.customers.services.people import create_customer
from raabta.tracking.services.sources import create_source
from raabta.workspaces.actor import SYSTEM
from raabta.workspaces.policy import Role
from raabta.workspaces.scoped import working_in
from raabta.workspaces.services import create_user, create_workspace
from raabta.workspaces.services.keys import create_key
owner = create_user(email="owner@shop.example", password="a-long-enough-pass")
workspace = create_workspace(name="Shop", owner=owner)
with working_in(workspace):
    source = create_source(workspace=workspace, actor=SYSTEM, name="Shop", kind="server")
    probe = create_customer(workspace=workspace, actor=SYSTEM, values={"external_id": "probe"})
_row, key = create_key(
    workspace=workspace, name="Probe", scopes=["customers.view"], made_by=owner, role=Role.OWNER
)
print(json.dumps({"write_key": source.write_key, "probe": probe.pk, "api_key": key}))
"""
COUNT = """
import django, json
django.setup()
from raabta.tracking.models import InboxBatch
from raabta.warehouse.preparing import prepared
from raabta.workspaces.models import Workspace
print(json.dumps({
    "waiting": InboxBatch.objects.count(),
    "there": prepared().count("event", workspace_id=Workspace.objects.get().pk),
}))
"""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument(
        "--rate", type=int, default=5_000 * min(3, os.cpu_count() or 1), help="events a second"
    )
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="raabta-intake-") as folder:
        plain = yardstick(Path(folder), min(asked.seconds, 30), asked.rate)
        print_load("yardstick", plain)
        ours(Path(folder), asked)


def yardstick(folder: Path, seconds: int, rate: int) -> dict[str, Any]:
    (folder / "bare.py").write_text(YARDSTICK)
    port = free_port()
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)),
        *("--blocking-threads", "8", "--no-ws", "--no-log", "bare:application"),
    ]
    events = folder / "events.jsonl"
    process = served(command, port, {"PYTHONPATH": str(folder), "EVENTS": str(events)})
    try:
        return load(port, "none", seconds, rate)
    finally:
        stop(process)
        events.unlink()


def ours(folder: Path, asked: argparse.Namespace) -> None:
    here = {
        "RAABTA_DATA": f"{folder}/data",
        "RAABTA_LOG": "critical",
        "DJANGO_SETTINGS_MODULE": "raabta.config.settings",
    }
    told(["migrate"], here)
    made = json.loads(told_by(PREPARE, here))
    port = free_port()
    command = [*RAABTA, "serve", "--port", str(port), "--workers", str(asked.workers)]
    process = served(command, port, here)
    try:
        lags: list[float] = []
        over = threading.Event()
        prober = threading.Thread(target=probe, args=(port, made, lags, over))
        prober.start()
        found = load(port, made["write_key"], asked.seconds, asked.rate)
        over.set()
        prober.join()
        began = time.perf_counter()
        settle(port, made)
        after = time.perf_counter() - began
    finally:
        stop(process)
    print_load("Raabta", found)
    ordered = sorted(lags)
    print(
        f"shown in the profile: median {statistics.median(ordered):.2f} s, p95 "
        f"{ordered[int(len(ordered) * 0.95)]:.2f} s, longest {ordered[-1]:.2f} s, "
        f"{len(ordered)} events asked for"
    )
    counted = json.loads(told_by(COUNT, here))
    sent = found["events"] + len(lags) + 1
    print(f"all settled {after:.1f} s after the last; sent {sent:,}, in the warehouse "
          f"{counted['there']:,}, waiting {counted['waiting']:,}")  # fmt: skip
    if counted["there"] != sent:
        raise SystemExit("events were lost or doubled")


def load(port: int, key: str, seconds: int, rate: int) -> dict[str, Any]:
    """A process of its own sends; what it measured."""
    mine, its = multiprocessing.Pipe()
    sender = multiprocessing.Process(target=send, args=(its, port, key, (seconds, rate)))
    sender.start()
    found: dict[str, Any] = mine.recv()
    sender.join()
    return found


def send(told: Any, port: int, key: str, pace: tuple[int, int]) -> None:
    """Requests at their times, over a few connections; a late one is counted from its time."""
    seconds, rate = pace
    patterns = [body.decode() for body in bodies(20)]
    gap = BATCH / rate
    total = int(seconds / gap)
    began = time.perf_counter() + 0.5
    lengths: list[float] = []
    numbers = iter(range(total))
    lock = threading.Lock()
    refused: list[int] = []

    def work() -> None:
        wire = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            due = began + number * gap
            time.sleep(max(0.0, due - time.perf_counter()))
            pattern = patterns[number % len(patterns)]
            body = pattern.replace("visitor-", f"visitor-{number}-").replace(
                "user-", f"user-{number}-"
            ).replace("node-next-", f"node-next-{number}-")  # fmt: skip
            status = post(wire, key, body.encode())
            lengths.append(time.perf_counter() - due)
            if status != 200:
                refused.append(status)

    threads = [threading.Thread(target=work) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    ordered = sorted(lengths)
    told.send(
        {
            "events": total * BATCH,
            "rate": total * BATCH / took,
            "median": ordered[len(ordered) // 2] * 1000,
            "p95": ordered[int(len(ordered) * 0.95)] * 1000,
            "worst": ordered[-1] * 1000,
            "refused": len(refused),
        }
    )


def probe(port: int, made: dict[str, Any], lags: list[float], over: threading.Event) -> None:
    number = 0
    while not over.is_set():
        number += 1
        lags.append(shown(port, made, number))
        over.wait(PROBE_SECONDS)


def settle(port: int, made: dict[str, Any]) -> None:
    """Until an event that came after all others shows."""
    shown(port, made, 1_000_000)


def shown(port: int, made: dict[str, Any], number: int) -> float:
    """Seconds from the answer to one event until the API tells of it."""
    wire = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    one = {
        "type": "track", "event": "Probed", "userId": "probe", "messageId": f"probe-{number}",
        "properties": {"number": number},
    }  # fmt: skip
    if post(wire, made["write_key"], json.dumps({"batch": [one]}).encode()) != 200:
        raise SystemExit("the probe was refused")
    began = time.perf_counter()
    while True:
        head = {"Authorization": f"Bearer {made['api_key']}"}
        wire.request("GET", f"/api/v1/events?customer_id={made['probe']}&limit=1", headers=head)
        answer = wire.getresponse()
        text = answer.read()
        if answer.status == 200:
            rows = json.loads(text)["data"]
            if rows and rows[0]["properties"].get("number") == number:
                return time.perf_counter() - began
        if time.perf_counter() - began > 600:
            raise SystemExit(f"not shown after ten minutes: {answer.status} {text[:300]!r}")
        time.sleep(POLL_SECONDS)


def post(wire: http.client.HTTPConnection, key: str, body: bytes) -> int:
    authorization = "Basic " + b64encode(f"{key}:".encode()).decode()
    wire.request(
        "POST", "/v1/batch", body,
        {"Content-Type": "application/json", "Authorization": authorization},
    )  # fmt: skip
    answer = wire.getresponse()
    answer.read()
    return answer.status


def print_load(name: str, found: dict[str, Any]) -> None:
    print(
        f"{name:10} {found['events']:>10,} events, {found['rate']:>8,.0f} a second; request median "
        f"{found['median']:.1f} ms, p95 {found['p95']:.1f} ms, longest {found['worst']:.0f} ms; "
        f"refused {found['refused']}",
        flush=True,
    )


def served(command: list[str], port: int, extra: dict[str, str]) -> "subprocess.Popen[bytes]":
    kept = {k: v for k, v in os.environ.items() if not k.startswith("RAABTA_")}
    process = subprocess.Popen(command, env={**kept, **extra}, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not answers(port):
        if time.monotonic() > deadline:
            raise SystemExit("no answer within a minute")
        time.sleep(0.1)
    return process


def stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    process.wait(timeout=60)


def told(command: list[str], here: dict[str, str]) -> None:
    kept = {**os.environ, **here}
    subprocess.run([*RAABTA, *command], env=kept, check=True, stdout=subprocess.DEVNULL)


def told_by(program: str, here: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **here},
        check=True,
        text=True,
        stdout=subprocess.PIPE,
    )
    return done.stdout.strip().splitlines()[-1]


if __name__ == "__main__":
    main()
