"""The rules once more, in the most naive Python: what DuckDB and ClickHouse must agree with."""

import json
import math
import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.engines.world import NOW, World, local_day

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
TODAY = local_day(NOW)


TABLES = ("consent", "event", "order", "order_line", "message", "object_record")


class Oracle:
    def __init__(self, world: World) -> None:
        self.people = {
            row["customer_id"]: row for rows in world.of("customer").values() for row in rows
        }
        self.tables = {name: world.of(name) for name in TABLES}
        self.companies = world.companies
        self.cancelled = {
            row["order_id"]
            for rows in self.tables["order"].values()
            for row in rows
            if row["state"] != "placed"
        }

    def members(self, key: str, params: dict[str, Any]) -> set[int]:
        test = getattr(self, key)
        return {pk for pk, person in self.people.items() if test(person, params)}

    def attribute_text(self, person: Any, p: dict[str, Any]) -> bool:
        text = text_of(person, p["field"])
        if p["operator"] in {"empty", "not_empty"}:
            return (text == "") == (p["operator"] == "empty")
        low, value = text.lower(), p.get("value", "").lower()
        holds = {
            "is": low == value, "contains": value in low, "starts": low.startswith(value),
            "ends": low.endswith(value), "in": low in [v.lower() for v in p.get("values", [])],
        }  # fmt: skip
        wanted = p["operator"].replace("is_not", "is").replace("not_contains", "contains")
        wanted = wanted.replace("not_in", "in")
        return holds[wanted] == (wanted == p["operator"])

    def attribute_number(self, person: Any, p: dict[str, Any]) -> bool:
        text = text_of(person, p["field"])
        value = float(text) if NUMBER.fullmatch(text) else None
        if p["operator"] in {"empty", "not_empty"}:
            return (value is None) == (p["operator"] == "empty")
        if value is None:
            return p["operator"] == "not"
        return fits(value, p["operator"], float(p["amount"]), float(p["upper"]))

    def attribute_date(self, person: Any, p: dict[str, Any]) -> bool:
        is_text = p["field"].startswith("attributes.")
        raw = text_of(person, p["field"]) if is_text else local_day(person[p["field"]]).isoformat()
        if p["operator"] in {"empty", "not_empty"}:
            return (raw == "") == (p["operator"] == "empty")
        if raw == "":
            return False
        return day_fits(raw[:10], p)

    def attribute_flag(self, person: Any, p: dict[str, Any]) -> bool:
        text = text_of(person, p["field"])
        return {
            "yes": text == "true",
            "no": text == "false",
            "empty": text == "",
            "not_empty": text != "",
        }[p["operator"]]

    def attribute_choice(self, person: Any, p: dict[str, Any]) -> bool:
        text = text_of(person, p["field"])
        if p["operator"] in {"empty", "not_empty"}:
            return (text == "") == (p["operator"] == "empty")
        found = text in p["values"] or (
            p["field"] == "language" and any(text.startswith(f"{v}-") for v in p["values"])
        )
        return found == (p["operator"] == "in")

    def attribute_place(self, person: Any, p: dict[str, Any]) -> bool:
        held = json.loads(person["attributes"]).get(p["field"].removeprefix("attributes."))
        latitude = held.get("lat") if isinstance(held, dict) else None
        longitude = held.get("lon") if isinstance(held, dict) else None
        if p["operator"] in {"empty", "not_empty"}:
            return (latitude is None) == (p["operator"] == "empty")
        if latitude is None or longitude is None:
            return False
        given = [float(part) for part in re.split(r"[,; ]+", p["place"])]
        far = angle((latitude, longitude), (given[0], given[1])) * 6371.00875
        return bool((far <= p["distance"]) == (p["operator"] == "within"))

    def attribute_list(self, person: Any, p: dict[str, Any]) -> bool:
        held = value_of(person, p["field"]) or []
        found = [value in held for value in p["values"]]
        return {
            "any": any(found),
            "all": all(found),
            "none": not any(found),
            "empty": not held,
            "not_empty": bool(held),
        }[p["operator"]]

    def frozen(self, _person: Any, _p: dict[str, Any]) -> bool:
        """Nobody is on a list that does not exist; for one that does see test_membership."""
        return False

    def tag(self, person: Any, p: dict[str, Any]) -> bool:
        found = [tag in person["tags"] for tag in p["tags"]]
        return {"any": any(found), "all": all(found), "none": not any(found)}[p["operator"]]

    def consent(self, person: Any, p: dict[str, Any]) -> bool:
        rows = self.tables["consent"][person["customer_id"]]
        states = {row["state"] for row in rows if row["channel"] == p["channel"]}
        if p["state"] == "unknown":
            return not states & {"granted", "withdrawn"}
        return p["state"] in states

    def event(self, person: Any, p: dict[str, Any]) -> bool:
        rows = [
            row
            for row in self.tables["event"][person["customer_id"]]
            if row["name"] == p["name"] and in_span(row["occurred_at"], p)
            and all(property_fits(row, one) for one in p.get("filters", []))
        ]  # fmt: skip
        return not rows if p.get("did") == "did_not" else count_fits(len(rows), p)

    def _events(self, person: Any, name: str, p: dict[str, Any]) -> list[Any]:
        return [
            row
            for row in self.tables["event"][person["customer_id"]]
            if row["name"] == name and all(property_fits(row, one) for one in p.get("filters", []))
        ]

    def event_number(self, person: Any, p: dict[str, Any]) -> bool:
        rows = [row for row in self._events(person, p["name"], p) if in_span(row["occurred_at"], p)]
        texts = [written(property_of(row, p["property"])) for row in rows]
        if p["measure"] == "different":
            return count_fits(len(set(texts) - {""}), p)
        numbers = [float(text) for text in texts if NUMBER.fullmatch(text)]
        if not numbers:
            return p["measure"] == "sum" and count_fits(Decimal(0), p)
        total = {
            "sum": sum(numbers), "average": sum(numbers) / len(numbers),
            "smallest": min(numbers), "largest": max(numbers),
        }[p["measure"]]  # fmt: skip
        return count_fits(Decimal(str(round(total, 6))), p)

    def event_day(self, person: Any, p: dict[str, Any]) -> bool:
        days = [row["occurred_at"] for row in self._events(person, p["name"], p)]
        return bool(days) and in_span(min(days) if p["which"] == "first" else max(days), p)

    def event_sequence(self, person: Any, p: dict[str, Any]) -> bool:
        """Every way in which the events can be put together is tried."""
        limit = timedelta(**{p.get("unit", "days"): p.get("within", 7)})
        steps = [p["then"], *filter(None, [p.get("third")])]
        unwanted = self._events(person, p.get("without", ""), {})
        for first in self._events(person, p["name"], p):
            began = first["occurred_at"]
            ends = [began]
            for name in steps:
                later = [row["occurred_at"] for row in self._events(person, name, {})]
                ends = [at for at in later if any(at > end for end in ends)]
            if in_span(began, p) and any(
                end <= began + limit
                and not any(began < row["occurred_at"] < end for row in unwanted)
                for end in ends
            ):
                return True
        return False

    def _orders(self, person: Any) -> list[Any]:
        return [
            row for row in self.tables["order"][person["customer_id"]] if row["state"] == "placed"
        ]

    def order_count(self, person: Any, p: dict[str, Any]) -> bool:
        return count_fits(len([r for r in self._orders(person) if in_span(r["placed_at"], p)]), p)

    def order_attribute(self, person: Any, p: dict[str, Any]) -> bool:
        rows = [
            row
            for row in self._orders(person)
            if in_span(row["placed_at"], p)
            and all(property_fits({"properties": row["properties"]}, one) for one in p["filters"])
        ]
        return count_fits(len(rows), p)

    def order_money(self, person: Any, p: dict[str, Any]) -> bool:
        net = [
            Decimal(row["net_minor"])
            for row in self._orders(person)
            if row["currency"] == "PKR" and in_span(row["placed_at"], p)
        ]
        if p["fact"] == "revenue":
            return count_fits(sum(net, Decimal(0)) / 100, p)
        if not net:
            return False
        return count_fits((sum(net) / len(net) if p["fact"] == "average" else max(net)) / 100, p)

    def order_day(self, person: Any, p: dict[str, Any]) -> bool:
        days = [row["placed_at"] for row in self._orders(person)]
        return bool(days) and in_span(min(days) if p["which"] == "first" else max(days), p)

    def bought(self, person: Any, p: dict[str, Any]) -> bool:
        wanted = [value.lower() for value in p["values"]]
        rows = []
        for row in self.tables["order_line"][person["customer_id"]]:
            text = row[p["by"]].lower()
            found = text in wanted if p["match"] == "is" else any(v in text for v in wanted)
            if (
                found and row["kind"] == "item" and row["quantity"] > 0
                and row["order_id"] not in self.cancelled and in_span(row["placed_at"], p)
            ):  # fmt: skip
                rows.append(row)
        return (
            not rows
            if p.get("did") == "did_not"
            else count_fits(sum(r["quantity"] for r in rows), p)
        )

    def _colleagues(self, person: Any) -> list[Any]:
        company = person["company_id"]
        return [one for one in self.people.values() if company and one["company_id"] == company]

    def company_people(self, person: Any, p: dict[str, Any]) -> bool:
        return count_fits(len(self._colleagues(person)), p)

    def company_money(self, person: Any, p: dict[str, Any]) -> bool:
        net = [
            Decimal(row["net_minor"])
            for one in self._colleagues(person)
            for row in self._orders(one)
            if row["currency"] == "PKR" and in_span(row["placed_at"], p)
        ]
        return count_fits(sum(net, Decimal(0)) / 100, p)

    def company_attribute(self, person: Any, p: dict[str, Any]) -> bool:
        row = self.companies.get(person["company_id"])
        return bool(row) and all(property_fits(row, one) for one in p["filters"])

    def company_tree(self, person: Any, p: dict[str, Any]) -> bool:
        """The second company stands under the first."""
        wanted = {1, 2} if p["company"] == "C1" and p["within"] != "company" else {1}
        wanted = {2} if p["company"] == "C2" else wanted
        return (person.get("company_id") in wanted) != (p["within"] == "not_tree")

    def message_engagement(self, person: Any, p: dict[str, Any]) -> bool:
        rows = [
            row
            for row in self.tables["message"][person["customer_id"]]
            if (at := happened(row, p)) and in_span(at, p)
            and p.get("origin", row["origin"]) == row["origin"]
        ]  # fmt: skip
        return not rows if p.get("did") == "did_not" else count_fits(len(rows), p)

    def has_object(self, person: Any, p: dict[str, Any]) -> bool:
        rows = self.tables["object_record"][person["customer_id"]]
        fitting = {row["record_id"] for row in rows if object_fits(row, p)}
        return count_fits(len(fitting), p)


def object_fits(row: Any, p: dict[str, Any]) -> bool:
    held = json.loads(row["properties"])
    plain = {"properties": row["properties"], "category": written(held.get("category"))}
    if row["kind"] != p["kind"] or p.get("role", row["role"]) != row["role"]:
        return False
    if not all(property_fits(plain, one) for one in p.get("filters", [])):
        return False
    day = written(held.get(p.get("day", "")))
    asked = {"operator": p.get("when"), "days": p.get("within")}
    return not p.get("day") or (day != "" and day_fits(day, asked))


def happened(row: Any, p: dict[str, Any]) -> datetime | None:
    what = p["what"]
    if what == "sent":
        return row["sent_at"]
    if what == "delivered":
        return None if row["bounced_at"] else row["sent_at"]
    if what == "held_out":
        return row["planned_at"] if row["state"] == "held_out" else None
    at = row[f"{what}_at"]
    return at or (row.get(f"machine_{what}_at") if p.get("with_machines") else None)


def angle(one: tuple[float, float], two: tuple[float, float]) -> float:
    """Between two points of a sphere, by their vectors."""
    (a, b, c), (x, y, z) = map(_vector, (one, two))
    across = math.hypot(b * z - c * y, c * x - a * z, a * y - b * x)
    return math.atan2(across, a * x + b * y + c * z)


def _vector(point: tuple[float, float]) -> tuple[float, float, float]:
    latitude, longitude = map(math.radians, point)
    level = math.cos(latitude)
    return level * math.cos(longitude), level * math.sin(longitude), math.sin(latitude)


def text_of(person: Any, field: str) -> str:
    if not field.startswith("attributes."):
        return str(person.get(field, ""))
    return written(value_of(person, field))


def value_of(person: Any, field: str) -> Any:
    value = json.loads(person["attributes"])
    for name in field.removeprefix("attributes.").split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def written(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))


def fits(value: Any, comparison: str, amount: Any, upper: Any) -> bool:
    return {
        "at_least": value >= amount, "at_most": value <= amount, "more_than": value > amount,
        "less_than": value < amount, "exactly": value == amount, "not": value != amount,
        "between": amount <= value <= upper,
    }[comparison]  # fmt: skip


def count_fits(value: Any, p: dict[str, Any]) -> bool:
    amount, upper = Decimal(str(p.get("amount", 1))), Decimal(str(p.get("upper", 0)))
    return fits(value, p.get("comparison", "at_least"), amount, upper)


def in_span(at: datetime, p: dict[str, Any]) -> bool:
    day, days = local_day(at), timedelta(days=p.get("days", 30))
    match p.get("span", "ever"):
        case "last":
            return TODAY - days <= day <= TODAY
        case "ago":
            return day < TODAY - days
        case "between":
            return p["start"] <= day.isoformat() <= p["end"]
        case "after":
            return day.isoformat() >= p["start"]
        case "before":
            return day.isoformat() < p["end"]
    return True


def day_fits(day: str, p: dict[str, Any]) -> bool:
    days, start = timedelta(days=p.get("days", 30)), p.get("start", "")
    first, last = (TODAY - days).isoformat(), (TODAY + days).isoformat()
    match p["operator"]:
        case "anniversary":
            return recurs(day, TODAY, TODAY + days)
        case "anniversary_month":
            return recurs(day, TODAY.replace(day=1), TODAY.replace(day=31))
    return {
        "last": first <= day <= TODAY.isoformat(), "next": TODAY.isoformat() <= day <= last,
        "ago": day < first, "ahead": day > last, "on": day == start, "before": day < start,
        "after": day >= start, "between": start <= day <= p.get("end", ""),
    }[p["operator"]]  # fmt: skip


def recurs(day: str, first: date, last: date) -> bool:
    """Every day of the span is asked whether it is the anniversary."""
    try:
        born = date.fromisoformat(day)
    except ValueError:
        return False
    at = first
    while at <= last:
        kept = born.replace(day=28) if (born.month, born.day) == (2, 29) and at.year % 4 else born
        if (kept.month, kept.day) == (at.month, at.day) and born < TODAY:
            return True
        at += timedelta(days=1)
    return False


def property_of(row: Any, name: str) -> Any:
    typed = {"value", "category", "quantity", "url"}
    return row.get(name) if name in typed else json.loads(row["properties"]).get(name)


def property_fits(row: Any, one: dict[str, str]) -> bool:
    is_number = one["name"] == "value"
    raw = row["value"] if is_number else row.get(one["name"]) if one["name"] == "category" else None
    if one["name"] not in {"value", "category"}:
        raw = json.loads(row["properties"]).get(one["name"])
    text, value, operator = written(raw), one.get("value", ""), one["operator"]
    if operator in {"empty", "not_empty"}:
        return (text == "") == (operator == "empty")
    if operator in {"at_least", "at_most", "more_than", "less_than"}:
        return bool(NUMBER.fullmatch(text)) and fits(float(text), operator, float(value), 0)
    if is_number:
        same = raw is not None and bool(NUMBER.fullmatch(value)) and raw == float(value)
        return same == (operator == "is")
    low, value = text.lower(), value.lower()
    return {
        "is": low == value,
        "is_not": low != value,
        "contains": value in low,
        "starts": low.startswith(value),
    }[operator]
