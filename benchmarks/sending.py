"""Messages a second of a campaign through SMTP, beside Postfix's own load generator.

    python benchmarks/sending.py                         # 100,000 people, 4 worker processes
    python benchmarks/sending.py --people 10000 --workers 2 --signed

Needs Debian's `postfix` for `smtp-sink` (the server) and `smtp-source` (the yardstick), which run
on the same machine. Uses a data folder of its own, or the database of RAABTA_DATABASE_URL.
"""

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PATH = os.environ.get("PATH", "") + ":/usr/sbin"
DECORATION = "".join(
    f"<mj-text>{line}: a thing of beauty, made by hand, and only now.</mj-text>"
    for line in ("Cup", "Bowl", "Lamp", "Chair", "Vase", "Clock")
)
BODY = (
    "<mj-section><mj-column><mj-text>Dear {{ person.first_name | default: 'friend' }} of "
    "{{ person.city | default: 'somewhere' }}, spring is here.</mj-text>" + DECORATION + ""
    '<mj-button href="https://shop.example/spring">Look</mj-button>'
    '<mj-text><a href="https://shop.example/new">New</a> <a href="https://shop.example/sale">'
    'Sale</a> <a href="{{ unsubscribe_url }}">Unsubscribe</a></mj-text></mj-column></mj-section>'
)
WORKER = """
import django, sys, time
django.setup()
from raabta.messaging.services.recovery import recover
from raabta.messaging.services.sending import send_due
print("ready", flush=True)
sys.stdin.readline()
idle = 0
while idle < 20:
    if send_due():
        idle = 0
    else:
        idle += 1
        time.sleep(0.05)
"""


def main() -> None:
    asked = arguments()
    os.environ.setdefault("RAABTA_DATA", tempfile.mkdtemp(prefix="raabta-sending-"))
    os.environ.setdefault("RAABTA_LOG", "warning")
    os.environ["DJANGO_SETTINGS_MODULE"] = "raabta.config.settings"
    with sink() as (port, received):
        best = yardstick(port, asked.people, asked.workers)
        before = received()
        origin = prepare(asked.people, port, signed=asked.signed)
        seconds = work(asked.workers)
        time.sleep(1)
        counts = ledger(origin)
        taken = received() - before
    rate = asked.people / seconds
    print(f"Raabta, {asked.workers} worker processes: {rate:,.0f} messages/s ({seconds:.1f} s)")
    print(f"smtp-source, same size and sink:   {best:,.0f} messages/s")
    print(f"ledger: {counts}; received by the server: {taken:,}")
    exact = counts == {"sent": asked.people} and taken == asked.people
    print("ledger exact" if exact else "LEDGER WRONG")
    sys.exit(0 if exact else 1)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--signed", action="store_true", help="sign with DKIM")
    return parser.parse_args()


def program(name: str) -> str:
    found = shutil.which(name, path=PATH)
    if found is None:
        sys.exit(f"{name} is missing: apt-get install postfix")
    return found


@contextmanager
def sink() -> Iterator[tuple[int, "Counter"]]:
    """The server, and how many messages it took so far."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    user = ["-u", "postfix"] if os.getuid() == 0 else []
    command = [program("smtp-sink"), "-c", *user, f"127.0.0.1:{port}", "1000"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    time.sleep(0.5)
    try:
        yield port, Counter(server)
    finally:
        server.terminate()
        server.wait()


class Counter:
    """Reads the running counters that the server prints: sess= quit= mesg=."""

    def __init__(self, server: subprocess.Popen[bytes]) -> None:
        self.server, self.last = server, 0
        threading.Thread(target=self.read, daemon=True).start()

    def read(self) -> None:
        assert self.server.stdout is not None
        rest = b""
        while chunk := os.read(self.server.stdout.fileno(), 65_536):
            rest = (rest + chunk)[-2_000:]
            if found := re.findall(rb"mesg=(\d+)\b(?=\D)", rest):
                self.last = int(found[-1])

    def __call__(self) -> int:
        time.sleep(0.3)
        return self.last


def yardstick(port: int, people: int, workers: int) -> float:
    count = min(people, 20_000)
    command = [program("smtp-source"), "-d", "-s", str(workers), "-m", str(count), "-l", "11000"]
    began = time.perf_counter()
    subprocess.run([*command, f"127.0.0.1:{port}"], check=True)
    return count / (time.perf_counter() - began)


def prepare(people: int, port: int, *, signed: bool) -> str:
    """A workspace with so many consenting people, and a campaign planned for all of them."""
    import django

    django.setup()
    from django.core.management import call_command

    from raabta.kernel import clock
    from raabta.messaging.services import open_mailing, plan_messages, seal_mailing
    from raabta.messaging.services.channels import create_channel
    from raabta.messaging.services.defaults import default_sender
    from raabta.messaging.services.dkim import make_key
    from raabta.workspaces.actor import SYSTEM
    from raabta.workspaces.scoped import working_in
    from raabta.workspaces.services import create_user, create_workspace

    call_command("migrate", verbosity=0)
    stamp = str(time.time())
    owner = create_user(email=f"bench-{stamp}@shop.example", password="a-long-enough-pass")
    workspace = create_workspace(name=f"Bench {stamp}", owner=owner, currency="EUR")
    with working_in(workspace):
        settings = {"host": "127.0.0.1", "port": port, "security": "none"}
        create_channel(
            workspace=workspace, actor=SYSTEM, key="smtp", name="Sink", settings=settings,
            is_default=True,
        )  # fmt: skip
        if signed:
            make_key(default_sender(workspace))
        origin = "campaign:1"
        template = make_template(workspace)
        open_mailing(workspace=workspace, origin=origin, template=template, name="Spring")
        ids = make_people(workspace, people)
        began = time.perf_counter()
        plan_messages(workspace=workspace, origin=origin, customer_ids=ids, not_before=clock.now())
        print(f"planned {people / (time.perf_counter() - began):,.0f} messages/s")
        seal_mailing(workspace=workspace, origin=origin)
    return origin


def make_template(workspace: object) -> object:
    from raabta.content import mjml
    from raabta.content.models import Template, Variant
    from raabta.kernel import clock

    now = clock.now()
    made = Template.objects.create(
        workspace=workspace, name="Spring", created_by="Bench", created_at=now, updated_at=now
    )
    Variant.objects.create(
        workspace=workspace, template=made, language="en",
        subject="{{ person.first_name }}, spring is here",
        tree=mjml.parse(f"<mjml><mj-body>{BODY}</mj-body></mjml>"), updated_at=now,
    )  # fmt: skip
    return made


def make_people(workspace: object, count: int) -> list[int]:
    from raabta.customers.models import Consent, Customer
    from raabta.kernel import clock

    now = clock.now()
    ids = []
    for start in range(0, count, 5_000):
        made = Customer.objects.bulk_create(
            Customer(
                workspace=workspace, email=f"person{n}@people.example", first_name=f"Person {n}",
                city="Lahore", created_at=now, updated_at=now,
            )
            for n in range(start, min(start + 5_000, count))
        )  # fmt: skip
        Consent.objects.bulk_create(
            Consent(
                workspace=workspace, customer=one, purpose="marketing", channel="email",
                state="granted", since=now,
            )
            for one in made
        )  # fmt: skip
        ids += [one.pk for one in made]
    return ids


def work(workers: int) -> float:
    """Seconds from the start of all workers until the last message is in the ledger."""
    from django.db import connection

    from raabta.messaging.models import Mailing

    connection.close()
    command = [sys.executable, "-c", WORKER]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    running = [subprocess.Popen(command, text=True, **pipes) for _ in range(workers)]
    for one in running:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    began = time.perf_counter()
    for one in running:
        assert one.stdin is not None
        with suppress(BrokenPipeError):
            one.stdin.write("go\n")
            one.stdin.flush()
    from django_scopes import scopes_disabled

    with scopes_disabled():
        while Mailing.objects.exclude(state="finished").exists():
            time.sleep(0.02)
            if all(one.poll() is not None for one in running):
                break
    seconds = time.perf_counter() - began
    for one in running:
        one.wait()
    return seconds


def ledger(origin: str) -> dict[str, int]:
    from django_scopes import scopes_disabled

    from raabta.messaging.models import Message
    from raabta.workspaces.models import Workspace

    latest = Workspace.objects.order_by("-pk").first()
    counts: dict[str, int] = {}
    with scopes_disabled():
        rows = Message.objects.filter(workspace=latest, origin=origin)
        for state in rows.values_list("state", flat=True):
            counts[state] = counts.get(state, 0) + 1
    return counts


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
    main()
