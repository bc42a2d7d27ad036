"""Every request and every job runs in one transaction that knows its actor.

The database session learns who acts (`xueji.scope`), and each row of history carries actor, post and city date.
Row-level security reads that setting (design.md §5): where it is missing, the tables of children show no rows.
A query on records or cases outside a scope raises: an unscoped read is a defect, not an empty page.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple, TypeVar

from django.db import connection, models, transaction
from psycopg.pq import TransactionStatus

from xueji.parties.actors import Actor
from xueji.parties.clock import city_today, clock_read_once

REGISTRY = "registry"
"""The scope of the rules: the whole register, whoever acts."""

WHOLE = ("city", REGISTRY)
"""Scopes that see every row."""


class _Told(NamedTuple):
    """What the database session knows: whose eyes it reads with, and what it writes beside each change."""

    scope: str = ""
    context: str = ""


_NOTHING = _Told()
_current: ContextVar[Actor | None] = ContextVar("xueji_actor", default=None)
_told: ContextVar[_Told] = ContextVar("xueji_told", default=_NOTHING)


class UnscopedQueryError(RuntimeError):
    """A table of children or cases was read while nobody was acting."""


@contextmanager
def scope(actor: Actor) -> Iterator[Actor]:
    """Open a transaction in which `actor` acts. Nesting opens a savepoint; the outer actor acts again after it."""
    token = _current.set(actor)
    outermost = not connection.in_atomic_block
    try:
        with transaction.atomic(), clock_read_once(), _telling(_told_of(actor), until_commit=outermost):
            yield actor
    finally:
        _current.reset(token)


@contextmanager
def registry_eyes() -> Iterator[None]:
    """Let the rules read the whole register for this block, inside the scope that is open.

    What a rule may know differs from what a person may see: whether a place is free or a child is on another roll is
    asked of rows that the actor may never look at. Opened only by `cases.door` and its preflight, and by the few
    office acts that weigh two schools' rows against each other; they hand out facts and verdicts, never such rows.
    Who acts stays the same. Raises UnscopedQueryError outside `scope`.
    """
    if _current.get() is None:
        msg = "registry_eyes() was opened outside parties.scope(actor)"
        raise UnscopedQueryError(msg)
    told = _told.get()
    with _telling(told if told.scope in WHOLE else told._replace(scope=REGISTRY)):
        yield


def current_actor() -> Actor | None:
    """Who acts now, or None outside any scope."""
    return _current.get()


def _told_of(actor: Actor) -> _Told:
    context = {
        "account": actor.account_id,
        "post": actor.post_id,
        "name": actor.name,
        "city_date": city_today().isoformat(),
    }
    return _Told(actor.scope, json.dumps(context, ensure_ascii=False))


@contextmanager
def _telling(told: _Told, *, until_commit: bool = False) -> Iterator[None]:
    """Tell the database for this block, and what it was told before afterwards: SET LOCAL outlives a savepoint.

    It does not outlive its transaction: what holds `until_commit` is told to every new one, and needs no taking back.
    """
    before = _told.get()
    if told == before and not until_commit:
        yield
        return
    token = _told.set(told)
    try:
        _tell_database(told)
        yield
    finally:
        _told.reset(token)
        if not until_commit and _can_be_told():
            _tell_database(before)


def _can_be_told() -> bool:
    """Whether the transaction still listens: a broken one forgets by rolling back."""
    session = connection.connection
    return session is not None and session.info.transaction_status == TransactionStatus.INTRANS


def _tell_database(told: _Told) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('xueji.scope', %s, true), set_config('pghistory.context_metadata', %s, true)", told
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
