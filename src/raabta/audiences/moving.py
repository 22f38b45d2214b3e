"""A rule elsewhere: what it names by id is called otherwise there."""

from typing import Any

from raabta.audiences.condition import References, conditions


def moved(rule: Any, there: References) -> Any:
    """The JSON of a rule, a group or a condition with its ids as they are called there."""
    if not isinstance(rule, dict):
        return rule
    if isinstance(items := rule.get("items"), list):
        return {**rule, "items": [moved(item, there) for item in items]}
    key, params = rule.get("key"), rule.get("params")
    if not isinstance(key, str) or key not in conditions or not isinstance(params, dict):
        return rule
    return {**rule, "params": conditions[key].moved(params, there)}
