"""What is common to all operations of the OpenAPI document: the key, the headers, and every way to say no."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xueji.desks.api.gateway.problems import CONTENT_TYPE, TITLES
from xueji.desks.api.gateway.repeats import HEADER

Json = dict[str, Any]
PROBLEM = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
ALWAYS = (401, 403, 404, 405, 429, 500, 503)
"""Answers that every operation can give."""

_WORDS = {"$ref": "#/components/schemas/Words"}
_REASON = {"$ref": "#/components/schemas/ReasonTold"}
_PROBLEM_SCHEMA: Json = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457. `reasons` tells everything at once; `rule` and `remedy` are those of the first.",
    "required": ["type", "title", "status", "detail", "rule", "remedy", "reasons"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "rule": {"type": "string"},
        "remedy": {"anyOf": [_WORDS, {"type": "null"}]},
        "reasons": {"type": "array", "items": _REASON},
    },
}
_KEY_OF_REPEAT: Json = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "description": "同一个键只办理一次，重试得到同一答复 · done once; a retry gets the same answer",
    "schema": {"type": "string", "minLength": 1, "maxLength": 80, "pattern": "^[!-~]+$"},
}
_LANGUAGE: Json = {
    "in": "header",
    "name": "Accept-Language",
    "required": False,
    "description": "en: title 和 detail 用英文 · title and detail in English",
    "schema": {"type": "string"},
}
_VERSIONED = (
    ("patch", "/entrants/{key}"),
    ("put", "/children/{key}/form"),
    ("patch", "/class-groups/{key}"),
    ("post", "/class-groups/{key}/close"),
    ("post", "/cases/{key}/steps"),
    ("post", "/cases/{key}/handovers"),
)
_IF_MATCH: Json = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "description": "查询所得的 ETag · the ETag of what was read",
    "schema": {"type": "string", "pattern": '^(\\*|(W/)?"[!#-~]*")$'},
}
_IF_NONE_MATCH: Json = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "description": "没有变化时答复 304 · 304 where nothing has changed",
    "schema": {"type": "string"},
}
ETAG: Json = {"ETag": {"description": "弱标签 · weak", "schema": {"type": "string"}}}


def completed(schema: Json) -> Json:
    """The document with all of it. The path prefix is a server, so that paths read as they are spoken of."""
    schema["components"]["schemas"]["Problem"] = _PROBLEM_SCHEMA
    schema["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
    schema["security"] = [{"key": []}]
    for method, path, operation in _operations(schema):
        _complete(method, path, operation)
    return schema


def _operations(schema: Json) -> Iterator[tuple[str, str, Json]]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def _complete(method: str, path: str, operation: Json) -> None:
    operation["operationId"] = _id_of(operation["operationId"])
    parameters, responses = operation["parameters"], operation["responses"]
    parameters.append(_LANGUAGE)
    statuses = [*ALWAYS, 400, 422]
    if method == "get":
        parameters.append(_IF_NONE_MATCH)
        responses["304"] = {"description": "Not Modified"}
    else:
        parameters.append(_KEY_OF_REPEAT)
        statuses += [409, 413, 415]
    if any(method == verb and path.endswith(end) for verb, end in _VERSIONED):
        parameters.append(_IF_MATCH)
        statuses += [412, 428]
    for status in statuses:
        responses[str(status)] = {"description": TITLES[status][1].en, "content": PROBLEM}
    operation["responses"] = dict(sorted((str(status), told) for status, told in responses.items()))


def _id_of(name: str) -> str:
    """`…_routes_cases_case` reads as `cases_case`."""
    return name.rpartition("_routes_")[2] or name
