"""Jobs of cases: the outbox, enqueued by the decision that owes something, and the notices that time brings."""

from procrastinate.contrib.django import app

from xueji.cases.evidence.forgetting import forget_unused
from xueji.cases.notices import remind
from xueji.cases.outbox import deliver_owed
from xueji.parties.clock import city_today
from xueji.parties.models import City


@app.task(queue="outbox")
def drain_outbox() -> None:
    """Deliver every effect that is still owed, oldest first. At least once; handlers are idempotent by key."""
    deliver_owed()


@app.periodic(cron="*/5 * * * *")
@app.task(queue="outbox", queueing_lock="drain")
def drain_what_was_left(timestamp: int) -> None:
    """Deliver what a drain left behind when its worker was killed: nothing owed waits for the next decision."""
    deliver_owed()


@app.periodic(cron="17 * * * *")
@app.task(queue="timers", queueing_lock="reminders")
def tell_of_time(timestamp: int) -> None:
    """Tell holders what falls due and what is late: every hour after the timers, so that no city day is missed."""
    if City.objects.exists():
        remind(city_today())


@app.periodic(cron="41 3 * * *")
@app.task(queue="timers", queueing_lock="unused_uploads")
def forget_unused_uploads(timestamp: int) -> None:
    """Remove uploads that no case has used for two days, every night, chunk by chunk."""
    while forget_unused():
        pass
