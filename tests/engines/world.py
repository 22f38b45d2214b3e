"""A small made-up world with every odd value we could think of, straight into the warehouse."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from raabta.warehouse.engine import Engine
from raabta.warehouse.engine.shapes import Shape
from raabta.warehouse.warehouse_table import warehouse_tables
from raabta.warehouse.warehouse_tables.customer import dice

NOW = datetime(2026, 3, 1, 2, 30, tzinfo=UTC)  # 07:30 in Karachi; yesterday had no 29 February
WORKSPACE, OTHER = 7, 8
EMPTY = {"int": 0, "float": 0.0, "text": "", "json": "{}", "flag": False, "texts": []}
TEXTS = [
    "", "", "Lahore", "lahore", "LAHORE ", "Karachi", "ঢাকা", "لاہور", "Zürich", "ZÜRICH", "O'Neil",
    'say "hi"', "50%", "a_b", "a\\b", "new\nline", "0", "null", "true", " ", "ÅNGSTRÖM", "日本",
]  # fmt: skip
NUMBERS = [0, 1, -1, 12.5, 100, 1e6, -0.001, 5, 5.0, 10**12, "7", "abc", "", " 3", "1_000", "0x10"]
DATES = [
    "2026-03-01", "2026-02-28", "2024-02-29", "1950-03-01", "1969-12-31", "2000-12-31",
    "2026-03-31", "2027-01-01", "1999-01-30", "2025-03-02", "", "not a day",
]  # fmt: skip
LISTS = [
    [],
    ["red"],
    ["red", "blue"],
    ['a","red'],
    ["Red"],
    ["لال", "নীল"],
    ["a/b", "\\"],
    ["red "],
]
Row = dict[str, Any]


@dataclass
class World:
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    def load(self, engine: Engine) -> None:
        """Make the engine hold exactly this world."""
        engine.prepare([member.shape() for member in warehouse_tables.members()])
        for member in warehouse_tables.members():
            shape = member.shape()
            pages = [[full(shape, row) for row in self.rows[shape.name]]]
            engine.reload(shape, workspace_id=None, pages=pages)

    @property
    def companies(self) -> dict[int | None, Row]:
        return {row["company_id"]: row for row in self.rows["company"]}

    def of(self, table: str) -> dict[int, list[Row]]:
        """Rows of our workspace by customer."""
        found = defaultdict(list)
        for row in self.rows[table]:
            if row["workspace_id"] == WORKSPACE:
                found[row.get("customer_id")].append(row)
        return found


def full(shape: Shape, row: Row) -> tuple[Any, ...]:
    def value(name: str, kind: str) -> Any:
        if name in row:
            return row[name]
        return None if kind.endswith("?") else EMPTY.get(kind, NOW)

    return tuple(value(name, kind) for name, kind in shape.columns.items())


def some_moment(random: Random) -> datetime:
    """Often at the edge of a day in Karachi (UTC+5)."""
    if random.random() < 0.3:
        midnight = datetime(2026, 3, 1, tzinfo=UTC) - timedelta(hours=5)
        days = random.choice([0, 1, 7, 29, 30, 31, 365])
        return midnight - timedelta(days=days) + timedelta(microseconds=random.choice([-1, 0, 1]))
    return NOW - timedelta(minutes=random.randint(-3000, 900_000))


def a_world(seed: int, people: int = 400) -> World:
    random, world = Random(seed), World()  # noqa: S311
    for number in range(1, 36):  # people of the others: their company was deleted
        held = {"tier": "Gold" if number % 3 else "silver", "city": "Lahore", "staff": number}
        world.rows["company"].append(
            {
                "workspace_id": WORKSPACE,
                "company_id": number,
                "name": f"C{number}",
                "properties": json.dumps(held if number % 5 else {}, separators=(",", ":")),
            }
        )
    for number in range(1, people + 1):
        workspace = OTHER if number % 10 == 0 else WORKSPACE
        _person(world, random, number, workspace)
        for at in range(random.choice([0, 0, 1, 2, 5])):
            _event(world, random, number, (workspace, number * 100 + at))
            _order(world, random, number, (workspace, number * 100 + at))
            _message(world, random, number, (workspace, number * 100 + at))
            _object(world, random, number, (workspace, number * 100 + at))
    return world


PLACES: tuple[Any, ...] = (
    {"lat": 24.86, "lon": 67.01}, {"lat": 31.52, "lon": 74.36}, {"lat": -33.9, "lon": 18.4},
    {"lat": 52, "lon": 0}, {"lat": 64.1, "lon": -179.9}, "absent", "{", {"lat": 1.5},
)  # fmt: skip

PREFS: tuple[Any, ...] = (
    {"shoes": {"size": 42, "new": True}, "likes": ["red", "blue"], "since": "2026-02-28"},
    {"shoes": {"size": "42", "new": False}, "nick": 'say "hi"', "likes": []}, "absent", "{broken}",
    {"shoes": "{broken}"}, {"shoes": [1]}, {"shoes": None, "since": "2024-02-29"},
    {"shoes": {"size": -1.5, "brand": "لاہور"}, "likes": ["لال"]}, [], {"shoes": {}},
)  # fmt: skip


def _person(world: World, random: Random, number: int, workspace: int) -> None:
    attributes = {
        "nick": random.choice(TEXTS),
        "points": random.choice(NUMBERS),
        "birthday": random.choice(DATES),
        "vip": random.choice([True, False, None]),
        "likes": random.choice(LISTS),
    }
    kept = {key: value for key, value in attributes.items() if random.random() < 0.8}
    kept |= {
        "shop": PLACES[number % len(PLACES)],
        "prefs": PREFS[number % len(PREFS)],
    }  # no chance, so that the others stay as they were
    kept = {key: value for key, value in kept.items() if value != "absent"}
    written = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    created = some_moment(random) - timedelta(days=random.choice([0, 0, 366, 5000, 20_000]))
    world.rows["customer"].append(
        {
            "workspace_id": workspace,
            "customer_id": number,
            "public_id": f"p{number}",
            "company_id": None if number % 7 == 0 else 1 + number % 40,
            "first_name": random.choice(TEXTS),
            "name": f"N{number}",
            "email": random.choice(["", f"P{number}@Example.com", f"p{number}@shop.pk"]),
            "city": random.choice(TEXTS),
            "country": random.choice(["", "PK", "BD", "GB"]),
            "language": random.choice(["", "ur", "ur-PK", "en", "bn", "urd"]),
            "tags": random.choice([[], ["vip"], ["vip", "press"], ["VIP"], ["a'b"]]),
            "attributes": written,
            "dice": dice(_Id(number)),
            "created_at": created,
            "updated_at": some_moment(random),
        }
    )
    for channel in ("email", "sms"):
        state = random.choice(["granted", "withdrawn", "cleared", None])
        if state:
            world.rows["consent"].append(
                {
                    "workspace_id": workspace,
                    "customer_id": number,
                    "purpose": "marketing",
                    "channel": channel,
                    "state": state,
                    "since": NOW,
                }
            )


def _event(world: World, random: Random, number: int, ids: tuple[int, int]) -> None:
    properties = {
        "color": random.choice(["red", "Red", "", "blue", None, 12, 12.5, True]),
        "size": random.choice([1, "2", "x", 3.5, None]),
        "nested": {"a": [1, 2]},
    }
    world.rows["event"].append(
        {
            "workspace_id": ids[0],
            "event_id": ids[1],
            "customer_id": number,
            "name": random.choice(["Viewed", "viewed", "Bought"]),
            "occurred_at": some_moment(random),
            "value": random.choice([None, 0.0, 5.0, 10.5]),
            "category": random.choice(["", "Shoes", "shoes", "Tea"]),
            "properties": json.dumps(properties, separators=(",", ":")),
        }
    )


def _order(world: World, random: Random, number: int, ids: tuple[int, int]) -> None:
    total = random.choice([0, 1, 9_999, 10_000, 123_456])
    refunded = random.choice([0, 0, total])
    at, state = some_moment(random), random.choice(["placed", "placed", "cancelled"])
    owner = random.choice([number, number, None])
    world.rows["order"].append(
        {
            "workspace_id": ids[0],
            "order_id": ids[1],
            "customer_id": owner,
            "number": str(ids[1]),
            "state": state,
            "placed_at": at,
            "currency": random.choice(["PKR", "PKR", "USD"]),
            "total_minor": total,
            "refunded_minor": refunded,
            "net_minor": total - refunded,
            "properties": random.choice(["{}", '{"plan":"gold"}', '{"plan":"Basic"}']),
        }
    )
    for line in range(random.randint(0, 3)):
        world.rows["order_line"].append(
            {
                "workspace_id": ids[0],
                "line_id": ids[1] * 10 + line,
                "order_id": ids[1],
                "customer_id": owner,
                "placed_at": at,
                "kind": random.choice(["item", "item", "shipping"]),
                "sku": random.choice(["A1", "a1", "B2", ""]),
                "product_name": random.choice(["Green Tea", "TEA CUP", "চা"]),
                "category": random.choice(["", "Tea", "tea", "Cups"]),
                "quantity": random.choice([1, 2, 5, -1]),
                "total_minor": 100,
            }
        )


def _message(world: World, random: Random, number: int, ids: tuple[int, int]) -> None:
    def perhaps() -> datetime | None:
        return some_moment(random) if random.random() < 0.5 else None

    world.rows["message"].append(
        {
            "workspace_id": ids[0],
            "message_id": ids[1],
            "origin": random.choice(["campaign:1", "campaign:2"]),
            "customer_id": random.choice([number, number, None]),
            "channel": "email",
            "state": random.choice(["sent", "bounced", "held_out", "refused"]),
            "planned_at": some_moment(random),
            "sent_at": perhaps(),
            "opened_at": perhaps(),
            "clicked_at": perhaps(),
            "machine_opened_at": perhaps(),
            "machine_clicked_at": perhaps(),
            "bounced_at": perhaps(),
            "unsubscribed_at": perhaps(),
            "complained_at": perhaps(),
        }
    )


def _object(world: World, random: Random, number: int, ids: tuple[int, int]) -> None:
    properties = {
        "plan": random.choice(["gold", "Gold", "", "silver"]),
        "category": random.choice([1, "2", 3.5, "tea"]),  # named like a column of events
        "renews": random.choice(DATES),
    }
    for at, role in enumerate(random.choice([("owner",), ("driver",), ("owner", "driver")])):
        world.rows["object_record"].append(
            {
                "workspace_id": ids[0],
                "record_id": ids[1],
                "link_id": ids[1] * 10 + at,
                "customer_id": number,
                "kind": "plan" if number % 4 else "vehicle",
                "role": role,
                "properties": json.dumps(properties, separators=(",", ":")),
            }
        )


@dataclass(frozen=True)
class _Id:
    """Stands for a UUID whose bytes are the number's."""

    number: int

    @property
    def bytes(self) -> bytes:
        return self.number.to_bytes(16)


def local_day(at: datetime) -> date:
    """The day in Karachi."""
    return (at.astimezone(UTC) + timedelta(hours=5)).date()
