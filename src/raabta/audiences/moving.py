"""A rule where a workspace arrives: what it names by id has other ids there."""

from typing import TYPE_CHECKING, Any

from raabta.audiences.condition import conditions

if TYPE_CHECKING:
    from raabta.workspaces.leaving.new_ids import NewIds


def moved(rule: Any, ids: "NewIds") -> Any:
    """The JSON of a rule, a group or a condition with the new ids; what it is not stays."""
    if not isinstance(rule, dict):
        return rule
    if isinstance(items := rule.get("items"), list):
        return {**rule, "items": [moved(item, ids) for item in items]}
    key, params = rule.get("key"), rule.get("params")
    if not isinstance(key, str) or key not in conditions or not isinstance(params, dict):
        return rule
    return {**rule, "params": conditions[key].moved(params, ids)}
