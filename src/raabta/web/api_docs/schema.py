"""What the API says of itself, read for a page: resources, operations, fields, examples."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import resolve, reverse

Schema = dict[str, Any]
DEEPEST = 4
METHOD_TONES = {"GET": "info", "POST": "success", "PATCH": "warning", "DELETE": "error"}
SHARED_HEADER = "Idempotency-Key"


@dataclass(frozen=True)
class Field:
    name: str
    kind: str
    text: str
    is_required: bool
    depth: int = 0

    @property
    def indent(self) -> str:
        return "— " * self.depth


@dataclass(frozen=True)
class Operation:
    anchor: str
    method: str
    path: str
    summary: str
    text: str
    scope: str
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    answer: tuple[Field, ...]
    status: str
    curl: str
    example: str

    @property
    def tone(self) -> str:
        return METHOD_TONES.get(self.method, "neutral")


@dataclass(frozen=True)
class Resource:
    key: str
    operations: tuple[Operation, ...]

    @property
    def title(self) -> str:
        return self.key.capitalize()


def document_of(request: HttpRequest) -> Schema:
    """The published schema, as any program gets it."""
    found = resolve(reverse("api:openapi-json"))
    answer = found.func(request, *found.args, **found.kwargs)
    return dict(json.loads(answer.content))


def resources_of(request: HttpRequest) -> tuple[Resource, ...]:
    written = json.dumps(document_of(request))
    return _resources(written, request.build_absolute_uri("/").rstrip("/"))


@lru_cache(maxsize=4)
def _resources(written: str, host: str) -> tuple[Resource, ...]:
    reader = Reader(json.loads(written), host)
    found: dict[str, list[Operation]] = {}
    for path, methods in reader.document["paths"].items():
        for method, told in methods.items():
            operation = reader.operation(path, method.upper(), told)
            found.setdefault(told["tags"][0], []).append(operation)
    return tuple(Resource(key, tuple(operations)) for key, operations in found.items())


@dataclass(frozen=True)
class Reader:
    """Walks one OpenAPI document."""

    document: Schema
    host: str

    def operation(self, path: str, method: str, told: Schema) -> Operation:
        body = self._content(told.get("requestBody", {}))
        status = next(iter(told["responses"]))
        answer = self._content(told["responses"][status])
        example = json.dumps(self.example(answer), indent=2, ensure_ascii=False) if answer else ""
        return Operation(
            anchor=told["operationId"],
            method=method,
            path=path,
            summary=told["summary"],
            text=told.get("description", ""),
            scope=told.get("x-scope", ""),
            parameters=tuple(self._parameters(told)),
            body=tuple(self.fields(body)) if body else (),
            answer=tuple(self.fields(answer)) if answer else (),
            status=status,
            curl=self._curl(path, method, body),
            example=example,
        )

    def fields(self, schema: Schema, depth: int = 0) -> list[Field]:
        """The properties of an object, or of the objects in a list, with what is inside them."""
        inner = self._plain(schema)
        if inner.get("type") == "array":
            return self.fields(inner.get("items", {}), depth)
        rows = []
        required = inner.get("required", ())
        for name, told in inner.get("properties", {}).items():
            rows.append(
                Field(name, self.kind(told), told.get("description", ""), name in required, depth)
            )
            if depth < DEEPEST and self._plain(told) is not inner:
                rows += self.fields(told, depth + 1)
        return rows

    def kind(self, schema: Schema) -> str:
        """In a few words: string ≤ 100, one of a, b, list of integer, object."""
        plain = self._plain(schema)
        if "enum" in plain or "const" in plain:
            return " | ".join(json.dumps(one) for one in plain.get("enum", [plain.get("const")]))
        if plain.get("type") == "array":
            return f"[{self.kind(plain.get('items', {}))}]"
        words = [str(plain.get("format") or plain.get("type") or "any")]
        if "maxLength" in plain:
            words.append(f"≤ {plain['maxLength']}")
        if "minimum" in plain and "maximum" in plain and plain["maximum"] < 10**15:
            words.append(f"{plain['minimum']}–{plain['maximum']}")
        return " ".join(words)

    def example(self, schema: Schema, depth: int = 0) -> Any:
        """A value that fits: the given example, else the default, else one made up by type."""
        for told in (schema, self._plain(schema)):
            if told.get("examples"):
                return told["examples"][0]
        plain = self._plain(schema)
        if "default" in schema:
            return schema["default"]
        if "enum" in plain or "const" in plain:
            return plain.get("enum", [plain.get("const")])[0]
        if plain.get("type") == "array":
            return [self.example(plain["items"], depth + 1)] if depth < DEEPEST else []
        if "properties" in plain and depth < DEEPEST:
            held = plain["properties"].items()
            return {name: self.example(told, depth + 1) for name, told in held}
        return MADE_UP.get(plain.get("format") or plain.get("type", ""))

    def asked(self, schema: Schema) -> Any:
        """A small body: the fields that are required or have an example."""
        plain = self._plain(schema)
        if plain.get("type") == "array":
            return [self.asked(plain["items"])]
        if "properties" not in plain:
            return self.example(schema)
        required = plain.get("required", ())
        return {
            name: told["examples"][0] if told.get("examples") else self.asked(told)
            for name, told in plain["properties"].items()
            if name in required or told.get("examples")
        }

    def _parameters(self, told: Schema) -> list[Field]:
        return [
            Field(
                one["name"],
                self.kind(one["schema"]),
                one.get("description", ""),
                bool(one.get("required")),
            )
            for one in told.get("parameters", ())
            if one["name"] != SHARED_HEADER
        ]

    def _content(self, told: Schema) -> Schema:
        return dict(told.get("content", {}).get("application/json", {}).get("schema", {}))

    def _plain(self, schema: Schema) -> Schema:
        """Behind references and “or null”."""
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            return self._plain(self.document["components"]["schemas"][name])
        for key in ("anyOf", "allOf", "oneOf"):
            choices = [one for one in schema.get(key, ()) if one.get("type") != "null"]
            if choices and "type" not in schema:
                return self._plain(choices[0])
        return schema

    def _curl(self, path: str, method: str, body: Schema) -> str:
        address = path
        for part in path.split("{")[1:]:
            address = address.replace("{" + part.split("}")[0] + "}", "42")
        verb = "" if method == "GET" else f"-X {method} "
        lines = [f"curl {verb}{self.host}{address}", '  -H "Authorization: Bearer $RAABTA_KEY"']
        if body:
            written = json.dumps(self.asked(body), indent=2, ensure_ascii=False)
            lines += ['  -H "Content-Type: application/json"', f"  -d '{written}'"]
        return " \\\n".join(lines)


MADE_UP: dict[str, Any] = {
    "integer": 42,
    "number": 0.5,
    "string": "…",
    "boolean": True,
    "object": {},
    "date-time": "2026-03-31T09:30:00Z",
    "date": "2026-03-31",
    "uuid": "5f3c9a52-8a3e-4d0c-9a57-5a3d1b0c7e11",
}
