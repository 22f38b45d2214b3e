"""A made-up business of any size, the same each time, straight into the warehouse.

python benchmarks/worlds.py --data FOLDER --customers 1000000 --events 20000000
"""

import argparse
import os
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

NAME = "Benchmark"
# every draw is a fixed permutation of the row's number, so that any size gives the same people
DRAW = "CREATE OR REPLACE MACRO draw(i, salt, n) AS (hash(i * 1000003 + salt) % n)::BIGINT"
PICK = "CREATE OR REPLACE MACRO pick(i, salt, words) AS words[draw(i, salt, len(words)) + 1]"
CUSTOMERS = """
INSERT INTO customer
SELECT {w}, i, 'p' || i, 'x' || i, f, l, f || ' ' || l, e, p,
  pick(i, 3, ['ur', 'ur', 'bn', 'en', 'en', '']), pick(i, 4, ['PK', 'PK', 'BD', 'GB', 'AE', '']),
  pick(i, 5, ['Lahore', 'Karachi', 'Dhaka', 'London', 'Dubai', 'Multan', 'Sylhet', '']), '',
  NULL, '', CASE draw(i, 6, 5) WHEN 0 THEN ['vip'] WHEN 1 THEN ['vip', 'press'] ELSE [] END,
  '{{"points":' || draw(i, 7, 1000) || ',"birthday":"' || strftime(
    DATE '1950-01-01' + draw(i, 8, 20000)::INT, '%Y-%m-%d') || '","size":"' ||
    pick(i, 9, ['S', 'M', 'L']) || '"}}',
  'import', lower(f || ' ' || l || ' ' || e || ' ' || p), draw(i, 10, 2147483647),
  now - INTERVAL (draw(i, 11, 1400)) DAY, now
FROM (SELECT i, '{now}'::TIMESTAMP AS now,
  pick(i, 1, ['Ayesha', 'Bilal', 'Fatima', 'Imran', 'Mary', 'John', 'Sumaiya', 'Rahim']) AS f,
  pick(i, 2, ['Khan', 'Ahmed', 'Smith', 'Islam', 'Hossain', 'Begum']) AS l,
  'p' || i || '@example.com' AS e, '+92300' || lpad(i::VARCHAR, 7, '0') AS p
  FROM range(1, {customers} + 1) AS r(i))
"""
EVENTS = """
INSERT INTO event
SELECT {w}, i, 1 + floor({customers} * pow(draw(i, 21, 1000000) / 1e6, 2))::BIGINT,
  pick(i, 22, ['Viewed product', 'Viewed product', 'Viewed product', 'Viewed product',
    'Added to cart', 'Added to cart', 'Purchased', 'Returned', 'Signed in', 'Searched']),
  ts, ts, draw(i, 23, 20000) / 100, 'PKR', 1 + draw(i, 24, 3),
  draw(i, 25, 5000)::VARCHAR, pick(i, 26, ['shoes', 'tea', 'books', 'toys', 'bags']), '', '', '',
  '', '{{"color":"' || pick(i, 27, ['red', 'blue', 'green', 'black']) || '"}}', NULL
FROM (SELECT i, '{now}'::TIMESTAMP - INTERVAL 730 DAY
  + INTERVAL (i * (730 * 86400 / {events})) SECOND AS ts FROM range(1, {events} + 1) AS r(i))
"""
ORDERS = """
INSERT INTO "order"
SELECT {w}, i, 1 + floor({customers} * pow(draw(i, 31, 1000000) / 1e6, 2))::BIGINT, 'n' || i,
  pick(i, 32, ['placed', 'placed', 'placed', 'placed', 'placed', 'cancelled']), ts, 'PKR', 'PK',
  t, r, t - r
FROM (SELECT i, 1000 + draw(i, 33, 100000) AS t,
  CASE WHEN draw(i, 34, 20) = 0 THEN 1000 ELSE 0 END AS r,
  '{now}'::TIMESTAMP - INTERVAL 730 DAY + INTERVAL (i * (730 * 86400 / {orders})) SECOND AS ts
  FROM range(1, {orders} + 1) AS r(i))
"""
LINES = """
INSERT INTO order_line
SELECT {w}, order_id * 4 + n, order_id, customer_id, placed_at, 'item', draw(order_id + n, 41, 5000),
  's' || draw(order_id + n, 41, 5000), 'Product ' || draw(order_id + n, 41, 5000),
  pick(order_id + n, 42, ['shoes', 'tea', 'books', 'toys', 'bags']), 1 + draw(order_id, 43, 3),
  500, 500
FROM "order", range(0, 3) AS r(n) WHERE workspace_id = {w}
"""
MESSAGES = """
INSERT INTO message
SELECT {w}, i, 'campaign:' || (1 + draw(i, 51, 12)), 1 + draw(i, 52, {customers}), 'email', 'sent',
  '', 'en', ts, ts, CASE WHEN draw(i, 53, 5) = 0 THEN ts + INTERVAL 2 HOUR END,
  CASE WHEN draw(i, 53, 25) = 0 THEN ts + INTERVAL 3 HOUR END,
  CASE WHEN draw(i, 54, 3) = 0 THEN ts END, NULL, NULL, '', NULL, NULL
FROM (SELECT i, '{now}'::TIMESTAMP - INTERVAL 365 DAY
  + INTERVAL (i * (365 * 86400 / {messages})) SECOND AS ts FROM range(1, {messages} + 1) AS r(i))
"""
CONSENTS = """
INSERT INTO consent SELECT {w}, i, 'marketing', 'email',
  pick(i, 61, ['granted', 'granted', 'withdrawn']), '{now}'::TIMESTAMP
FROM range(1, {customers} + 1) AS r(i) WHERE draw(i, 62, 10) < 8
"""
EVERY = (CUSTOMERS, EVENTS, ORDERS, LINES, MESSAGES, CONSENTS)
TABLES = ("customer", "event", "order", "order_line", "message", "consent")


def made(*, customers: int, events: int) -> Any:
    """The workspace, its warehouse filled; what is there already at this size is kept."""
    from raabta.warehouse.preparing import prepared
    from raabta.workspaces.models import Workspace

    name = f"{NAME} {customers} {events}"
    found = Workspace.objects.filter(name=name).first()
    if found and prepared().count("event", workspace_id=found.pk) == events:
        return found
    workspace = found or _workspace(name)
    _fill(workspace, customers, events)
    return workspace


def _workspace(name: str) -> Any:
    from raabta.workspaces.models import User
    from raabta.workspaces.services import create_user, create_workspace

    email = "owner@benchmark.example"
    owner = User.objects.filter(email=email).first() or create_user(
        email=email, password=os.urandom(12).hex(), name="Benchmark"
    )
    return create_workspace(
        name=name, owner=owner, time_zone="Asia/Karachi", currency="PKR", country="PK"
    )


def _fill(workspace: Any, customers: int, events: int) -> None:
    from raabta.kernel import clock
    from raabta.warehouse.preparing import prepared

    engine = prepared()
    assert engine.dialect == "duckdb", "the world is written in DuckDB's SQL"
    sizes = {
        "w": workspace.pk,
        "customers": customers,
        "events": events,
        "orders": customers * 2,
        "messages": customers * 3,
        "now": clock.now().strftime("%Y-%m-%d 00:00:00"),
    }
    # past the engine's protocol: the world is written in plain SQL
    with engine._writer() as cursor:  # noqa: SLF001
        cursor.execute(DRAW)
        cursor.execute(PICK)
    for table, sql in zip(TABLES, EVERY, strict=True):
        began = perf_counter()
        with engine._writer() as cursor:  # noqa: SLF001
            cursor.execute(f'DELETE FROM "{table}" WHERE workspace_id = {workspace.pk}')
            cursor.execute(sql.format(**sizes))
        rows = engine.count(table, workspace_id=workspace.pk)
        print(f"{table:>12}: {rows:>12,} rows in {perf_counter() - began:.1f} s", file=sys.stderr)
    engine._checkpoint()  # noqa: SLF001


def arguments(text: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=text)
    parser.add_argument("--data", type=Path, default=Path("benchmarks/out/world"))
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--events", type=int, default=20_000_000)
    given = parser.parse_args()
    os.environ["RAABTA_DATA"] = str(given.data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raabta.config.settings")
    return given


def ready() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


if __name__ == "__main__":
    wanted = arguments(__doc__ or "")
    ready()
    world = made(customers=wanted.customers, events=wanted.events)
    print(f"workspace {world.pk}: {world.name}")
