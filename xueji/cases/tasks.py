"""Jobs of the case desk: draining the outbox, and the timers of each day."""

from procrastinate.contrib.django import app

from xueji.cases.outbox import deliver_owed


@app.task(queue="outbox", pass_context=False, queueing_lock=None)
def drain_outbox() -> None:
    """Deliver every effect that is still owed, oldest first. At least once; handlers are idempotent by key."""
    deliver_owed()
