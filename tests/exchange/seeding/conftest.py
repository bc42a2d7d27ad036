"""The demo's city, built once a module in a transaction that is rolled back."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    # Django is ready only when tests run, not when this file is read.
    from django.db import transaction  # noqa: PLC0415

    from xueji.exchange.seeding import build_demo  # noqa: PLC0415
    from xueji.parties.actors import system_actor  # noqa: PLC0415
    from xueji.parties.rulebook import forget_jurisdiction  # noqa: PLC0415
    from xueji.parties.scope import scope  # noqa: PLC0415
    from xueji.vocabulary.parties import Party  # noqa: PLC0415

    with django_db_blocker.unblock():
        forget_jurisdiction()
        with transaction.atomic():
            build_demo()
            with scope(system_actor(Party.ADMISSIONS)):
                yield
            transaction.set_rollback(True)
        forget_jurisdiction()


@pytest.fixture
def sees_everything() -> Iterator[None]:
    """Rows may be read as by a system actor; yet no date stands still, as it would in a scope of that actor."""
    from xueji.parties import scope  # noqa: PLC0415
    from xueji.parties.actors import system_actor  # noqa: PLC0415
    from xueji.parties.rulebook import forget_jurisdiction  # noqa: PLC0415
    from xueji.vocabulary.parties import Party  # noqa: PLC0415

    forget_jurisdiction()
    actor = system_actor(Party.ADMISSIONS)
    token, told = scope._current.set(actor), scope._told.set(scope._Told(actor.scope))
    yield
    scope._current.reset(token)
    scope._told.reset(told)
    forget_jurisdiction()


@pytest.fixture
def nobody_yet(db: None, sees_everything: None) -> None:
    """A database without a city."""
    from xueji.parties import scope  # noqa: PLC0415

    scope._tell_database(scope._told.get())
