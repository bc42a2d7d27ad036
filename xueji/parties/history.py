"""Every change of these rows is kept, bulk writes included: by triggers, with actor, post and city date."""

from typing import Any

import pghistory


def keep_history(exclude: list[str] | None = None) -> Any:
    """Track inserts, updates and deletes of a model, except for the columns of `exclude`."""
    events = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    # The library takes None for "no such column", though its annotation does not say so.
    return pghistory.track(*events, exclude=exclude, context_id_field=None)  # type: ignore[arg-type]
