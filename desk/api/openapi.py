"""The OpenAPI 3.1 description, generated from the endpoints and their types."""

import json
import re
from collections.abc import Iterable

from aiohttp import web
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from desk.api.endpoint import Endpoint
from desk.api.errors import CODES
from desk.api.types import ErrorAnswer

Names = dict[tuple[str, JsonSchemaMode], str]

_SECURITY: dict[str, list[dict[str, list[str]]]] = {
    "public": [],
    "conversation": [{"conversation": []}],
    "identity": [{"identity": []}],
    "agent": [{"agent": [], "csrf": []}],
}


def describe(endpoints: Iterable[Endpoint], version: str) -> bytes:
    """The description as JSON."""
    listed = tuple(endpoints)
    kinds: set[tuple[type[BaseModel], JsonSchemaMode]] = {(ErrorAnswer, "serialization")}
    kinds |= {(e.body, "validation") for e in listed if e.body}
    kinds |= {(e.answer, "serialization") for e in listed if e.answer}
    ordered = sorted(kinds, key=lambda kind: (kind[0].__name__, kind[1]))
    references, schemas = models_json_schema(ordered, ref_template="#/components/schemas/{model}")
    names: Names = {(kind.__name__, mode): reference["$ref"] for (kind, mode), reference in references.items()}
    paths: dict[str, dict[str, object]] = {}
    for endpoint in listed:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint, names)
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Storefront Concierge", "version": version, "summary": "Chat and agent API of the desk"},
        "paths": paths,
        "components": {
            "schemas": schemas.get("$defs", {}),
            "securitySchemes": {
                "conversation": {"type": "http", "scheme": "bearer"},
                "identity": {"type": "apiKey", "in": "header", "name": "X-Concierge-Identity"},
                "agent": {"type": "apiKey", "in": "cookie", "name": "concierge_agent"},
                "csrf": {"type": "apiKey", "in": "header", "name": "X-Concierge-CSRF"},
            },
        },
    }
    return json.dumps(document, ensure_ascii=False).encode()


def serve(document: bytes) -> Endpoint:
    """The endpoint that gives the description out."""

    async def handler(_request: web.Request) -> web.Response:
        return web.Response(body=document, content_type="application/json")

    return Endpoint("GET", "/api/openapi.json", handler, "This description", None)


def _operation(endpoint: Endpoint, names: Names) -> dict[str, object]:
    path_parameters = re.findall(r"\{(\w+)\}", endpoint.path)
    operation: dict[str, object] = {
        "summary": endpoint.summary,
        "security": _SECURITY[endpoint.access],
        "parameters": [
            *({"name": n, "in": "path", "required": True, "schema": {"type": "string"}} for n in path_parameters),
            *(
                {"name": p.name, "in": "query", "schema": {"type": p.type}, "description": p.description}
                for p in endpoint.parameters
            ),
        ],
        "responses": {
            str(endpoint.status): _content(
                "success", names[endpoint.answer.__name__, "serialization"] if endpoint.answer else None
            )
        }
        | {str(code): _content(CODES[code], names[ErrorAnswer.__name__, "serialization"]) for code in endpoint.errors},
    }
    if endpoint.body is not None:
        required = any(field.is_required() for field in endpoint.body.model_fields.values())
        reference = names[endpoint.body.__name__, "validation"]
        operation["requestBody"] = {
            "required": required,
            "content": {"application/json": {"schema": {"$ref": reference}}},
        }
    return operation


def _content(description: str, reference: str | None) -> dict[str, object]:
    if reference is None:
        return {"description": description}
    return {"description": description, "content": {"application/json": {"schema": {"$ref": reference}}}}
