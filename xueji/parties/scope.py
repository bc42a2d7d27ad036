"""Every request and every job runs in one transaction that knows its actor.

The database session learns who acts (`xueji.scope`), and each row of history carries actor, post and city date.
A query on records or cases outside a scope raises: an unscoped read is a defect, not an empty page.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from django.db import connection, models, transaction

from xueji.parties.actors import Actor
from xueji.parties.clock import city_today, clock_read_once

_current: ContextVar[Actor | None] = ContextVar("xueji_actor", default=None)


class UnscopedQueryError(RuntimeError):
    """A table of children or cases was read while nobody was acting."""


@contextmanager
def scope(actor: Actor) -> Iterator[Actor]:
    """Open a transaction in which `actor` acts. Nesting opens a savepoint and keeps the innermost actor."""
    token = _current.set(actor)
    try:
        with transaction.atomic(), clock_read_once():
            _tell_database(actor)
            yield actor
    finally:
        _current.reset(token)


def current_actor() -> Actor | None:
    """Who acts now, or None outside any scope."""
    return _current.get()


def _tell_database(actor: Actor) -> None:
    told = {
        "account": actor.account_id,
        "post": actor.post_id,
        "name": actor.name,
        "city_date": city_today().isoformat(),
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('xueji.scope', %s, true), set_config('pghistory.context_metadata', %s, true)",
            [actor.scope, json.dumps(told, ensure_ascii=False)],
        )


_Row = TypeVar("_Row", bound=models.Model)


class ScopedManager(models.Manager[_Row]):
    """The manager of every table that speaks of children: it answers only inside a scope."""

    def get_queryset(self) -> models.QuerySet[_Row]:
        """Rows, unfiltered: filtering is the business of `queries.visible_to`. Raises UnscopedQueryError."""
        if _current.get() is None:
            msg = f"{self.model.__name__} was queried outside parties.scope(actor)"
            raise UnscopedQueryError(msg)
        return super().get_queryset()
