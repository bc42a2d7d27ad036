"""The job that drains the outbox; enqueued in the transaction of the decision that owes something."""

from procrastinate.contrib.django import app

from xueji.cases.outbox import deliver_owed


@app.task(queue="outbox")
def drain_outbox() -> None:
    """Deliver every effect that is still owed, oldest first. At least once; handlers are idempotent by key."""
    deliver_owed()
