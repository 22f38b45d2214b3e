from typing import Any

from django.utils.translation import gettext as _

from raabta.audiences.question import Question
from raabta.insights.analyses.paths import Link, Node, Paths, PathsAnswer
from raabta.web.insights.behind import people_url


def drawn(paths: Paths, answer: PathsAnswer, _asked: Question) -> dict[str, Any]:
    def url(one: Node | Link) -> str:
        return people_url(paths, paths.part_to(answer, one))

    return {
        "people": answer.people,
        "chart": {
            "kind": "sankey",
            "is_backwards": paths.direction == "before",
            "nodes": [
                {"id": _id(one.step, one.name), "label": _name(one.name), "step": one.step,
                 "people": one.people, "link": url(one)}
                for one in answer.nodes
            ],
            "flows": [
                {"source": _id(one.step - 1, one.source), "target": _id(one.step, one.target),
                 "people": one.people, "link": url(one)}
                for one in answer.links
            ],
        },
        "nodes": [(one.step, _name(one.name), one.people, url(one)) for one in answer.nodes],
        "flows": [
            (one.step, _name(one.source), _name(one.target), one.people, url(one))
            for one in answer.links
        ],
    }  # fmt: skip


def _id(step: int, name: str | None) -> str:
    return f"{step}:" if name is None else f"{step}:{name}."


def _name(name: str | None) -> str:
    return _("Others") if name is None else name
