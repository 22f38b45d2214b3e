"""Settings of every condition: each operator, odd values, edges."""

import json
from typing import Any

Case = tuple[str, dict[str, Any]]
VALUES = ["Lahore", "zürich", "لاہور", "50%", "a_b", "a\\b", 'say "hi"', "o'neil", "0", "ÅNGSTRÖM"]
SPANS: list[dict[str, Any]] = [
    {},
    *({"span": "last", "days": days} for days in (0, 1, 7, 30, 365)),
    *({"span": "ago", "days": days} for days in (0, 7, 30)),
    {"span": "between", "start": "2026-01-01", "end": "2026-02-28"},
    {"span": "after", "start": "2026-02-28"},
    {"span": "before", "end": "2026-02-28"},
]
COUNTS: list[dict[str, Any]] = [
    {},
    {"comparison": "at_least", "amount": 2},
    {"comparison": "at_least", "amount": 0},
    {"comparison": "at_most", "amount": 1},
    {"comparison": "exactly", "amount": 0},
    {"comparison": "exactly", "amount": 2},
    {"comparison": "not", "amount": 2},
    {"comparison": "more_than", "amount": 1},
    {"comparison": "less_than", "amount": 3},
    {"comparison": "between", "amount": 1, "upper": 3},
    {"comparison": "between", "amount": 0, "upper": 1},
]


def texts() -> list[Case]:
    found: list[Case] = []
    for field, values in (
        ("city", VALUES),
        ("attributes.nick", VALUES),
        ("email", ["p1@EXAMPLE.com", ".pk"]),
        ("attributes.gone", VALUES[:1]),
    ):
        for operator in ("is", "is_not", "contains", "not_contains", "starts", "ends"):
            found += [
                ("attribute_text", {"field": field, "operator": operator, "value": value})
                for value in values
            ]
        found += [
            ("attribute_text", {"field": field, "operator": operator, "values": VALUES[:3]})
            for operator in ("in", "not_in")
        ]
        found += [
            ("attribute_text", {"field": field, "operator": operator})
            for operator in ("empty", "not_empty")
        ]
    return found


def numbers() -> list[Case]:
    field = {"field": "attributes.points"}
    found: list[Case] = [
        ("attribute_number", {**field, "operator": operator, "amount": amount, "upper": 100})
        for operator in (
            "at_least", "at_most", "more_than", "less_than", "exactly", "not", "between",
        )
        for amount in (0, 5, "12.5", -1)
    ]  # fmt: skip
    return found + [
        ("attribute_number", {**field, "operator": one}) for one in ("empty", "not_empty")
    ]


def dates() -> list[Case]:
    found: list[Case] = []
    for field in ("created_at", "updated_at", "attributes.birthday"):
        found += [
            ("attribute_date", {"field": field, "operator": operator, "days": days})
            for operator in ("last", "next", "ago", "ahead", "anniversary")
            for days in (0, 1, 30, 365)
        ]
        found += [
            ("attribute_date", {"field": field, "operator": operator, "start": start})
            for operator in ("on", "before", "after")
            for start in ("2026-03-01", "1969-12-31", "1950-01-01")
        ]
        between = {"operator": "between", "start": "1950-03-01", "end": "2026-02-28"}
        found.append(("attribute_date", {"field": field, **between}))
        found += [
            ("attribute_date", {"field": field, "operator": operator})
            for operator in ("anniversary_month", "empty", "not_empty")
        ]
    return found


def others() -> list[Case]:
    found: list[Case] = [
        ("attribute_flag", {"field": "attributes.vip", "operator": operator})
        for operator in ("yes", "no", "empty", "not_empty")
    ]
    found += [
        ("attribute_choice", {"field": field, "operator": operator, "values": values})
        for field, values in (("country", ["PK", "BD"]), ("language", ["ur"]), ("language", ["en"]))
        for operator in ("in", "not_in", "empty", "not_empty")
    ]
    found += [
        ("attribute_list", {"field": "attributes.likes", "operator": operator, "values": values})
        for values in (["red"], ["red", "blue"], ["لال"], ["a/b"], ["\\"], ['a"'])
        for operator in ("any", "all", "none", "empty", "not_empty")
    ]
    found += [
        (
            "attribute_place",
            {"field": field, "operator": operator, "place": place, "distance": distance},
        )
        for field in ("attributes.shop", "attributes.nick")
        for operator in ("within", "beyond", "empty", "not_empty")
        for place, distance in (
            ("24.86, 67.01", 0),
            ("24.9; 67.1", 30),
            ("64, 179.9", 100),
            ("0 0", 9000),
        )
    ]
    found += [
        ("tag", {"operator": operator, "tags": tags})
        for operator in ("any", "all", "none")
        for tags in (["vip"], ["vip", "press"], ["a'b"])
    ]
    found += [
        ("consent", {"state": state, "channel": channel})
        for state in ("granted", "withdrawn", "unknown")
        for channel in ("email", "sms", "post")
    ]
    found += [
        ("random_share", {"percent": percent, "salt": salt})
        for percent in ("0.1", 10, 50, 100)
        for salt in ("", "spring")
    ]
    return found


def events() -> list[Case]:
    filters = [
        {"name": "color", "operator": "is", "value": "red"},
        {"name": "color", "operator": "is_not", "value": "red"},
        {"name": "color", "operator": "is", "value": "12"},
        {"name": "color", "operator": "is", "value": "true"},
        {"name": "color", "operator": "contains", "value": "e"},
        {"name": "color", "operator": "starts", "value": "12"},
        {"name": "color", "operator": "empty"},
        {"name": "color", "operator": "not_empty"},
        {"name": "size", "operator": "at_least", "value": "2"},
        {"name": "size", "operator": "less_than", "value": "3.5"},
        {"name": "value", "operator": "more_than", "value": "0"},
        {"name": "value", "operator": "is", "value": "5"},
        {"name": "value", "operator": "is_not", "value": "5"},
        {"name": "value", "operator": "is", "value": "many"},
        {"name": "value", "operator": "empty"},
        {"name": "category", "operator": "is", "value": "SHOES"},
        {"name": "gone", "operator": "empty"},
        {"name": "nested", "operator": "not_empty"},
    ]
    found: list[Case] = [("event", {"name": "Viewed", **span}) for span in SPANS]
    found += [("event", {"name": "Viewed", "did": "did_not", **span}) for span in SPANS[:4]]
    found += [("event", {"name": "Viewed", **count}) for count in COUNTS]
    found += [("event", {"name": "Viewed", "filters": [one]}) for one in filters]
    found.append(("event", {"name": "Viewed", "filters": [filters[1], filters[8]]}))
    for measure in ("sum", "average", "smallest", "largest", "different"):
        for name in ("value", "size", "color"):
            asked = {"name": "Viewed", "measure": measure, "property": name}
            found += [("event_number", {**asked, **count}) for count in COUNTS[1::2]]
        found += [("event_number", {**asked, **span, "filters": filters[:1]}) for span in SPANS]
    for which in ("first", "last"):
        found += [("event_day", {"name": "Viewed", "which": which, **span}) for span in SPANS]
        found.append(("event_day", {"name": "Viewed", "which": which, "filters": filters[:1]}))
    return found + sequences(filters[0])


def sequences(one: dict[str, str]) -> list[Case]:
    found: list[Case] = []
    for steps in (
        {"name": "Viewed", "then": "Bought"},
        {"name": "Viewed", "then": "Viewed"},
        {"name": "Viewed", "then": "Bought", "third": "Viewed"},
        {"name": "Bought", "then": "Viewed", "third": "Viewed"},
    ):
        for within in ({}, {"within": 200}, {"within": 100_000}, {"within": 3, "unit": "hours"}):
            found.append(("event_sequence", {**steps, **within}))
            found.append(("event_sequence", {**steps, **within, "without": "viewed"}))
        found.append(("event_sequence", {**steps, "within": 100_000, "filters": [one]}))
        found += [("event_sequence", {**steps, "within": 500, **span}) for span in SPANS]
    return found


def analyses() -> list[Case]:
    """Each kind once; `test_funnel` and its neighbours try them thoroughly."""
    viewed, bought = {"name": "Viewed"}, {"name": "Bought"}
    among = {"days": 1800}
    told: list[tuple[str, Any, Any]] = [
        ("funnel", {"steps": [viewed, bought], "window": 400, **among}, {"step": 2}),
        ("retention", {"first": viewed, "back": bought, "unit": "month"},
         {"cohort": "2026-02-01", "period": 0}),
        ("trend", {"event": viewed, "unit": "month"}, {"at": "2026-01-31T19:00:00Z"}),
        ("paths", {"event": viewed, "window": 400, **among}, {"step": 1, "name": "Bought"}),
    ]  # fmt: skip
    return [
        ("in_analysis", {"analysis": kind, "settings": json.dumps(asked), "part": json.dumps(part)})
        for kind, asked, part in told
    ]


def orders() -> list[Case]:
    found: list[Case] = [("order_count", {**span, **COUNTS[1]}) for span in SPANS]
    found += [("order_count", count) for count in COUNTS]
    for fact in ("revenue", "average", "largest"):
        found += [
            ("order_money", {"fact": fact, **count, "amount": amount, "upper": 1000})
            for count in COUNTS[1:]
            for amount in (0, "0.01", 100)
        ]
    for which in ("first", "last"):
        found += [("order_day", {"which": which, **span}) for span in SPANS]
    for by, values in (("sku", ["a1"]), ("product_name", ["tea"]), ("category", ["Tea", "cups"])):
        for match in ("is", "contains"):
            given = {"by": by, "match": match, "values": values}
            found += [("bought", {**given, **count}) for count in COUNTS[:6]]
            found += [("bought", {**given, "did": "did_not", **span}) for span in SPANS[:3]]
    return found


def messages() -> list[Case]:
    what = (
        "sent", "delivered", "opened", "clicked", "bounced", "unsubscribed", "complained",
        "held_out",
    )  # fmt: skip
    found: list[Case] = [
        ("message_engagement", {"what": one, **more})
        for one in what
        for more in ({}, {"did": "did_not"}, {"origin": "campaign:1"}, {"with_machines": True})
    ]
    found += [("message_engagement", {"what": "opened", **span}) for span in SPANS]
    found += [("message_engagement", {"what": "clicked", **count}) for count in COUNTS]
    return found


def objects() -> list[Case]:
    plan, kind = {"name": "plan", "operator": "is", "value": "gold"}, {"kind": "plan"}
    found: list[Case] = [("has_object", {**kind, **count}) for count in COUNTS]
    found += [("has_object", {**kind, "role": "owner"}), ("has_object", {"kind": "gone"})]
    found += [("has_object", {**kind, "filters": [{**plan, "operator": one}]})
              for one in ("is", "is_not", "contains", "empty")]  # fmt: skip
    more = {"name": "category", "operator": "more_than", "value": "1"}
    found.append(("has_object", {**kind, "filters": [plan, more]}))
    found += [
        ("has_object", {**kind, "day": "renews", "when": when, "within": within})
        for when in ("next", "last", "ahead", "ago")
        for within in (0, 30)
    ]
    return found


def every_case() -> list[Case]:
    first = texts() + numbers() + dates() + others() + events()
    return first + analyses() + orders() + messages() + objects()
