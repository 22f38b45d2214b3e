"""Pages of a business with a million customers, as a browser asks for them.

    python benchmarks/pages.py                    # 1,000,000 customers, a campaign to 100,000
    python benchmarks/pages.py --people 100000

The business is made through the product's own doors: the import, orders, a launched campaign. The
pages come from `raabta serve`, one request after another, each time another person, word or
filter. Yardstick: the login page of the same server in the same run.
Goal: p95 under 150 ms, and under 300 KB for a first visit (page, styles, scripts, fonts).
"""

import argparse
import gzip
import http.client
import os
import random
import re
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator
from datetime import timedelta
from statistics import median, quantiles
from typing import Any, NamedTuple

import imports
import memory

ROUNDS = 60
SERVE = "from raabta.config.cli import main; main()"
ORDERS_PER_HUNDRED = 30
GOAL_MS, GOAL_KB = 150, 300
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js|woff2))"')
WORDS = ("Ayesha Khan", "emma", "chowdhury", "Reader.77", "mail12.example", "سارہ", "hossain 9")
QUIET = lambda *_told: None  # noqa: E731
RULE = {
    "match": "all",
    "items": [{"key": "random_share", "params": {"percent": 10, "salt": "benchmark"}}],
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    asked = parser.parse_args()
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    workspace, owner = make_business(asked.people)
    campaign = run_campaign(workspace, owner)
    cookie = session_of(owner)
    close_everything()
    port = memory.free_port()
    server = subprocess.Popen(
        [sys.executable, "-c", SERVE, "serve", "--port", str(port)],
        env={**os.environ, "RAABTA_URL": f"http://127.0.0.1:{port}"},
        stdout=subprocess.DEVNULL,
    )
    try:
        while not memory.answers(port):
            time.sleep(0.1)
        return tell(port, cookie, pages(asked.people, campaign))
    finally:
        server.terminate()
        server.wait(timeout=60)


def make_business(people: int) -> tuple[Any, Any]:
    from raabta.kernel import pumps
    from raabta.workspaces.actor import Actor
    from raabta.workspaces.scoped import working_in
    from raabta.workspaces.services import create_user, create_workspace

    owner = create_user(email="owner@shop.example", password=os.urandom(12).hex(), name="Ayesha")
    workspace = create_workspace(name="Benchmark", owner=owner, country="PK", currency="PKR")
    path = imports.HERE / "everybody.csv"
    imports.write_customers(path, range(people), seed=2)
    imports.run_import(workspace, Actor.user(owner), "customers", path)
    with working_in(workspace):
        for orders in some_orders(people):
            save(workspace, orders)
        began = time.perf_counter()
        pumps.run_until_idle(seconds=3600)
        print(f"   to the warehouse in {time.perf_counter() - began:.0f} s")
    return workspace, owner


def some_orders(people: int) -> Iterator[list[Any]]:
    """Thirty for each hundred people, in the last two years, in thousands."""
    from raabta.commerce.order_data import LineData, OrderData
    from raabta.kernel import clock

    chance, now = random.Random(3), clock.now()
    total = people * ORDERS_PER_HUNDRED // 100
    for start in range(0, total, 1_000):
        orders = []
        for number in range(start, min(start + 1_000, total)):
            lines = [
                LineData("item", f"s{chance.randrange(5_000)}", "Tea", n, 45_000, n * 45_000)
                for n in range(1, 1 + chance.randrange(1, 4))
            ]
            placed = now - timedelta(minutes=chance.randrange(730 * 24 * 60))
            customer = 1 + chance.randrange(people)
            orders.append(OrderData(f"{number}", "shop", customer, placed, "PKR", "PK", lines))
        yield orders


def save(workspace: Any, orders: list[Any]) -> None:
    from raabta.commerce.services.orders import save_orders

    save_orders(workspace=workspace, orders=orders)


def run_campaign(workspace: Any, owner: Any) -> Any:
    """Launched a fortnight ago into the outbox page, to a tenth of everybody."""
    from raabta.campaigns.services.launching import launch_campaign
    from raabta.config.demo.engagement import simulate_engagement
    from raabta.config.demo.marketing import run_at
    from raabta.kernel import clock
    from raabta.workspaces.actor import Actor
    from raabta.workspaces.scoped import working_in

    actor, launched = Actor.user(owner), (clock.now() - timedelta(days=15)).replace(hour=9)
    with working_in(workspace):
        began = time.perf_counter()
        with clock.turned_to(launched):
            campaign = make_draft(workspace, actor)
            launch_campaign(workspace=workspace, actor=actor, campaign=campaign)
        run_at(launched + timedelta(minutes=10), QUIET)
        simulate_engagement(workspace=workspace, campaign=campaign, launched=launched, tell=QUIET)
        print(f"   campaign sent and read in {time.perf_counter() - began:.0f} s")
    return campaign


def make_draft(workspace: Any, actor: Any) -> Any:
    from raabta.audiences.rules import parse
    from raabta.audiences.services import create_audience
    from raabta.campaigns.services.drafts import choose_audiences, create_campaign, edit_draft
    from raabta.campaigns.services.reach import request_reach
    from raabta.config.demo.loading import ATTRIBUTES
    from raabta.config.demo.mails import AUTUMN
    from raabta.config.demo.marketing import make_template
    from raabta.customers.services.attributes import define_attribute
    from raabta.kernel import jobs
    from raabta.messaging.services.senders import SenderFields, create_sender
    from raabta.workspaces.services.accounts import change_settings

    ours = {"workspace": workspace, "actor": actor}
    define_attribute(**ours, values=next(one for one in ATTRIBUTES if one["key"] == "tier"))
    change_settings(**ours, postal_address="1 Example Yard")
    let_write(workspace, parse(RULE))
    audience = create_audience(**ours, name="A tenth", rule=parse(RULE))
    sender = create_sender(**ours, fields=SenderFields(name="Shop", address="hello@shop.example"))
    campaign = create_campaign(**ours, name="Spring")
    changes = {"template": make_template(workspace, actor, "Spring", AUTUMN), "sender": sender}
    changes |= {"holdout_percent": 10, "budget_minor": 100_000}
    edit_draft(**ours, campaign=campaign, changes=changes)
    choose_audiences(**ours, campaign=campaign, included=[audience], excluded=[])
    request_reach(**ours, campaign=campaign)
    while jobs.run_next([jobs.DEFAULT, jobs.WAREHOUSE]):
        pass
    campaign.refresh_from_db()
    return campaign


def let_write(workspace: Any, rule: Any) -> None:
    """Everybody whom the rule means agreed two months ago."""
    from raabta.audiences.queries import member_ids
    from raabta.customers.models import Consent
    from raabta.kernel import clock

    kept = {"purpose": "marketing", "channel": "email", "state": "granted"}
    kept["since"] = clock.now() - timedelta(days=60)
    Consent.objects.bulk_create(
        (
            Consent(workspace=workspace, customer_id=pk, **kept)
            for ids in member_ids(workspace, rule)
            for pk in ids
        ),
        batch_size=5_000,
    )


def session_of(owner: Any) -> str:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(owner)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def close_everything() -> None:
    """The server becomes the owner of the warehouse's file."""
    from django.db import connections

    from raabta.warehouse import engine

    engine.close()
    connections.close_all()


def pages(people: int, campaign: Any) -> dict[str, list[str]]:
    """Addresses of each kind, a different one each time."""
    chance = random.Random(4)
    anyone = [1 + chance.randrange(people) for _round in range(ROUNDS)]
    filters = ("language=ur", "country=PK", "language=bn&sort=-created_at", "sort=name", "page=2")
    return {
        "Customer list": ["/customers/"] * ROUNDS,
        "Customer list, searched": [f"/customers/?q={word}" for word in WORDS] * (ROUNDS // 7),
        "Customer list, filtered": [f"/customers/?{one}" for one in filters] * (ROUNDS // 5),
        "360° page": [f"/customers/{pk}" for pk in anyone],
        "Audience page": ["/audiences/1"] * ROUNDS,
        "Campaign report": [f"/campaigns/{campaign.pk}"] * ROUNDS,
        "Home": ["/"] * ROUNDS,
    }


class Answer(NamedTuple):
    milliseconds: float
    size: int  # as sent, compressed
    body: bytes


def tell(port: int, cookie: str, asked: dict[str, list[str]]) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    bare = [ask(connection, "/accounts/login/", "").milliseconds for _round in range(ROUNDS)][5:]
    print(f"{'':28}{'median':>9}{'p95':>9}{'times':>7}{'first visit':>13}")
    print(f"{'yardstick: login page':28}{median(bare):>6.0f} ms{p95(bare):>6.0f} ms{1:>7.1f}")
    missed = 0
    for name, addresses in asked.items():
        first = ask(connection, addresses[0], cookie)
        took = [ask(connection, address, cookie).milliseconds for address in addresses]
        kilobytes = (first.size + weight(connection, first.body)) / 1024
        missed += p95(took) > GOAL_MS or kilobytes > GOAL_KB
        ratio = median(took) / median(bare)
        print(
            f"{name:28}{median(took):>6.0f} ms{p95(took):>6.0f} ms{ratio:>7.1f}{kilobytes:>10.0f} KB"
        )
    print(f"goal: p95 under {GOAL_MS} ms, first visit under {GOAL_KB} KB: {missed} missed")
    return 0


def ask(connection: http.client.HTTPConnection, address: str, cookie: str) -> Answer:
    began = time.perf_counter()
    path = urllib.parse.quote(address, safe="/?=&-.")
    connection.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "gzip, br"})
    response = connection.getresponse()
    raw = response.read()
    took = (time.perf_counter() - began) * 1000
    assert response.status == 200, (address, response.status)
    is_packed = response.headers.get("Content-Encoding") == "gzip"
    return Answer(took, len(raw), gzip.decompress(raw) if is_packed else raw)


def weight(connection: http.client.HTTPConnection, body: bytes) -> int:
    """Bytes of the styles, scripts and fonts that the page names, as sent."""
    named = dict.fromkeys(ASSET.findall(body.decode()))
    return sum(ask(connection, path, "").size for path in named)


def p95(values: list[float]) -> float:
    return quantiles(values, n=20)[-1]


if __name__ == "__main__":
    sys.exit(main())
