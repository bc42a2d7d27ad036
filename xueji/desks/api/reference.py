"""The reference: the OpenAPI document, and one plain page made of it. Neither tells anything of a child."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from xueji.desks.access import open_to_all
from xueji.desks.api.gateway.problems import TITLES
from xueji.desks.api.interface import interface
from xueji.vocabulary.text import Text

ROOT = "/api/v1/"
CONVENTIONS = (
    Text(
        "每个请求带 Authorization: Bearer xj_…；密钥由本单位在“接口密钥”中签发，权限与所属岗位相同。",
        "Each request carries Authorization: Bearer xj_…; your office issues keys, and a key may what its post may.",
    ),
    Text(
        "Idempotency-Key：同一个键只办理一次，重试得到同一答复，并带 Idempotent-Replay: true；"
        "内容不同的请求不能用同一个键（422）。七天内有效。",
        "Idempotency-Key: done once; a retry gets the same answer with Idempotent-Replay: true. Another request"
        " under the same key is refused (422). Kept for seven days.",
    ),
    Text(
        "ETag 和 If-None-Match：没有变化时答复 304。修改有版本的内容须带 If-Match：缺少为 428，已有变化为 412。",
        "ETag and If-None-Match: 304 where nothing has changed. Writes of what has a version need If-Match:"
        " 428 without, 412 for an old one.",
    ),
    Text(
        "名单按 next 翻页，游标不可自行拼写；每页最多200行。",
        "Lists go on by next; a cursor cannot be made up. At most 200 rows a page.",
    ),
    Text(
        "身份证件号一律隐去后段；查看完整号码须说明理由，并留有记录。",
        "Identity numbers are masked; seeing a full one takes a reason and stands in the journal.",
    ),
    Text(
        "不能办理时，reasons 一次列出全部原因、依据和办法，中英文对照；Accept-Language: en 时 detail 为英文。",
        "A refusal lists in reasons every reason with its article and remedy, in both languages;"
        " Accept-Language: en makes detail English.",
    ),
    Text(
        "变更流 /changes 从 after 续读，不重不漏；适合定时同步。",
        "The change feed goes on from after, misses nothing and repeats nothing: made for regular copies.",
    ),
)


@open_to_all
@require_GET
def schema(request: HttpRequest) -> JsonResponse:
    """OpenAPI 3.1."""
    del request
    response = JsonResponse(document(), json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-cache"
    return response


@open_to_all
@require_GET
def reference(request: HttpRequest) -> HttpResponse:
    """Every operation, what it takes and tells, and what each problem means."""
    told = document()
    context = {
        "conventions": CONVENTIONS,
        "groups": _groups(told),
        "shapes": [_shape(name, shape) for name, shape in sorted(told["components"]["schemas"].items())],
        "problems": [(status, slug, title) for status, (slug, title) in TITLES.items()],
    }
    return render(request, "api/reference.jinja", context)


@cache
def document() -> dict[str, Any]:
    """The document; it changes only with the program."""
    return dict(interface.get_openapi_schema(path_prefix=ROOT))


def _groups(told: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            tag = operation.get("tags", [""])[0]
            groups.setdefault(tag, []).append(_operation(method, path, operation))
    return list(groups.items())


def _operation(method: str, path: str, operation: dict[str, Any]) -> dict[str, Any]:
    body = operation.get("requestBody", {}).get("content", {})
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "description": operation.get("description", ""),
        "parameters": [
            (one["name"], one["in"], _type(one["schema"]), one["required"], one.get("description", ""))
            for one in operation["parameters"]
            if one["name"] not in {"Accept-Language", "If-None-Match"}
        ],
        "body": [(kind, _type(content["schema"])) for kind, content in body.items()],
        "answers": [
            (status, _type(next(iter(answer["content"].values()))["schema"]) if answer.get("content") else ("", ""))
            for status, answer in operation["responses"].items()
            if status.startswith("2")
        ],
        "refusals": [status for status in operation["responses"] if not status.startswith(("2", "3"))],
    }


def _shape(name: str, shape: dict[str, Any]) -> dict[str, Any]:
    required = set(shape.get("required", ()))
    return {
        "name": name,
        "description": shape.get("description", ""),
        "values": shape.get("enum", ()),
        "fields": [
            (key, _type(value), key in required, value.get("description", ""))
            for key, value in shape.get("properties", {}).items()
        ],
    }


def _type(told: dict[str, Any]) -> tuple[str, str]:
    """What a schema is, in a word, and the shape it names (or nothing)."""
    if "$ref" in told:
        name = told["$ref"].rsplit("/", 1)[-1]
        return name, name
    if "anyOf" in told:
        found = [_type(one) for one in told["anyOf"]]
        return " | ".join(word for word, _name in found), next((name for _word, name in found if name), "")
    if told.get("type") == "array":
        word, name = _type(told.get("items", {}))
        return f"{word}[]", name
    if "enum" in told:
        return " | ".join(map(str, told["enum"])), ""
    if "const" in told:
        return str(told["const"]), ""
    limits = [
        f"{sign}{told[key]}" for key, sign in (("minimum", "≥ "), ("maximum", "≤ "), ("maxLength", "≤ ")) if key in told
    ]
    return " ".join([str(told.get("format") or told.get("type", "object")), *limits]), ""
