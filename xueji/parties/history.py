"""Every change of these rows is kept, bulk writes included: by triggers, with actor, post and city date."""

from collections.abc import Callable
from typing import Any

import pghistory
from django.db import models


def keep_history(exclude: list[str] | None = None) -> Callable[[type[models.Model]], Any]:
    """Track inserts, updates and deletes of a model, except for the columns of `exclude`."""
    events = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    return pghistory.track(*events, exclude=exclude, context_id_field=None)
