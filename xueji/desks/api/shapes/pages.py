"""Lists by keyset: each page begins behind the last row of the one before it. The cursor is sealed and opaque."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Schema
from pydantic import Field, StringConstraints

from xueji.desks.api.gateway.problems import fault
from xueji.desks.children.paging import keyset_page
from xueji.vocabulary.text import Text

MOST = 200
USUAL = 50
_PAGING = frozenset({"cursor", "limit"})


class Asked(Schema):
    """Which page is asked for. `cursor` comes from `next` of the page before; it fits that list and filter alone."""

    cursor: Annotated[str, StringConstraints(max_length=600)] = Field(
        default="", description="`next` 中的游标 · opaque"
    )
    limit: int = Field(default=USUAL, ge=1, le=MOST, description="每页行数 · rows a page")


def page(
    request: HttpRequest, rows: QuerySet[Any], order: Sequence[tuple[str, Any]], asked: Asked
) -> tuple[list[Any], str | None]:
    """Cut one page; answer its rows and the address of the next one. Raises Problem for a cursor that is not ours."""
    signer = signing.Signer(salt=_salt(request))
    mark = ""
    if asked.cursor:
        try:
            mark = str(signer.unsign_object(asked.cursor))
        except (signing.BadSignature, ValueError) as error:
            raise fault("query.cursor", "bad_cursor", _BAD, _BAD_MEND) from error
    found = keyset_page(rows, order, {"after": mark}, asked.limit)  # type: ignore[arg-type]  # it only asks `get`
    if not found.after:
        return found.rows, None
    kept = {**_filters(request), "limit": str(asked.limit), "cursor": signer.sign_object(found.after)}
    return found.rows, f"{request.path}?{urlencode(kept)}"


def _salt(request: Any) -> str:
    """A cursor holds for one list, one filter and one scope."""
    return f"xueji.api:{request.path}:{sorted(_filters(request).items())}:{request.actor.scope}"


def _filters(request: HttpRequest) -> dict[str, str]:
    return {name: str(value) for name, value in request.GET.items() if name not in _PAGING}


_BAD = Text("游标无效，或不属于这个查询。", "The cursor is not ours, or belongs to another question.")
_BAD_MEND = Text("请从第一页重新开始。", "Begin with the first page.")
