"""A database of its own for one part of the bench, and Django on it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

from xueji.server.database import prepare, running


@contextmanager
def house() -> Iterator[list[str]]:
    """Open a fresh house in the folder named first on the command line; answer the other arguments."""
    folder = Path(sys.argv[1])
    with running(folder) as urls:
        prepare(urls)
        os.environ["XUEJI_DATABASE_URL"] = urls.app
        os.environ["XUEJI_DATA"] = str(folder)
        os.environ["DJANGO_SETTINGS_MODULE"] = "xueji.server.settings"
        django.setup()
        yield sys.argv[2:]
