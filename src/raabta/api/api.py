"""The API itself: one NinjaAPI whose operations are in a router for each context."""

from importlib import import_module
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

import raabta
from raabta.api import problems
from raabta.api.access import Key

ROUTERS = (  # the first word is the address and the heading
    "customers.people",
    "customers.bulk",
    "customers.identities",
    "customers.consents",
    "customers.exports",
    "customers.rights",
    "consents",
    "customers.merges",
    "duplicates",
    "companies",
    "attributes.definitions",
    "products",
    "orders.orders",
    "orders.refunds",
    "objects.kinds",
    "objects.records",
    "objects.links",
    "events",
    "sources",
    "audiences.rules",
    "audiences.members",
    "campaigns.drafts",
    "campaigns.runs",
    "campaigns.reports",
    "analyses",
    "messages",
    "search",
    "suppressions",
)
PROBLEMS = {
    "400": "The request cannot be read.",
    "401": "No valid key.",
    "403": "The key lacks the scope.",
    "404": "Not in this workspace.",
    "405": "Not this method; see Allow.",
    "409": "A conflict with what is there.",
    "410": "The customer was merged; see merged_into.",
    "413": "Too large: send fewer rows.",
    "422": "The content is not valid.",
    "429": "Too many requests; see Retry-After.",
    "503": "Busy; see Retry-After.",
}
PROBLEM_SCHEMA = {
    "type": "object",
    "required": ["title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "merged_into": {"type": "integer", "description": "Who has the customer's things now."},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
}


class RaabtaAPI(NinjaAPI):
    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Such as customers_people_index."""
        view = operation.view_func
        module = view.__module__.removeprefix("raabta.api.").replace(".", "_")
        return f"{module}_{view.__name__}"

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """Adds what every operation shares: problems, and the idempotency header."""
        schema = super().get_openapi_schema(**kwargs)
        schema["components"].setdefault("schemas", {})["Problem"] = PROBLEM_SCHEMA
        content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for path in schema["paths"].values():
            for method, operation in path.items():
                for status, says in PROBLEMS.items():
                    operation["responses"].setdefault(
                        status, {"description": says, "content": content}
                    )
                if method != "get":
                    operation.setdefault("parameters", []).append(
                        {
                            "in": "header",
                            "name": "Idempotency-Key",
                            "required": False,
                            "schema": {"type": "string", "maxLength": 200, "pattern": "^[!-~]*$"},
                            "description": "Repeat a call safely: the same key, the same answer.",
                        }
                    )
        return schema


def build() -> RaabtaAPI:
    api = RaabtaAPI(
        title="Raabta API",
        version=raabta.__version__,
        description="Customers, orders, events, audiences and campaigns of one workspace.",
        auth=Key(),
        urls_namespace="api",
        docs_url=None,
        openapi_url="/openapi.json",
    )
    problems.install(api)
    for name in ROUTERS:
        resource = name.partition(".")[0]
        router = import_module(f"raabta.api.{name}").router
        api.add_router(f"/{resource}", router, tags=[resource])
    return api
