"""The interface as a whole: its routers, its schema, and what it does with a failure."""

from __future__ import annotations

from typing import Any, NoReturn

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from xueji.desks.api.document import completed
from xueji.desks.api.gateway.reading import SentParser
from xueji.desks.api.routes.changes import router as changes
from xueji.desks.api.routes.children import router as children
from xueji.desks.api.routes.classes import router as classes
from xueji.desks.api.routes.days import router as days
from xueji.desks.api.routes.entrants import router as entrants
from xueji.desks.api.routes.imports import router as imports
from xueji.desks.api.routes.notices import router as notices
from xueji.desks.api.routes.papers import router as papers
from xueji.desks.api.routes.places import router as places
from xueji.desks.api.routes.rules import router as rules
from xueji.desks.api.routes.steps import router as cases

VERSION = "1.0.0"


class _Renderer(JSONRenderer):
    """Chinese as it is, not as escapes."""

    json_dumps_params = {"ensure_ascii": False}


class Interface(NinjaAPI):
    """Failures leave the view, so that the transaction undoes what was begun; the gate makes problems of them."""

    def on_exception(self, request: HttpRequest, exc: Any) -> NoReturn:
        """Let it pass."""
        del request
        raise exc

    def get_openapi_schema(self, **asked: Any) -> Any:
        """The schema with what is common to all operations: the key, the headers, the problems."""
        return completed(super().get_openapi_schema(**asked))


interface = Interface(
    title="学籍 Xueji",
    version=VERSION,
    description="学籍系统的程序接口：办公桌上能看、能办的，都可由程序按本单位的岗位和管辖范围查询、办理。\n\n"
    "What desks show and do, for programs: within the scope of one post, by the same rules.",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
    renderer=_Renderer(),
    parser=SentParser(),
)
for _router in (rules, places, days, classes, children, entrants, imports, cases, papers, notices, changes):
    interface.add_router("", _router)
