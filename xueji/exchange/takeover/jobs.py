"""Jobs of a take-over: judging what was sent, writing what was confirmed."""

from procrastinate.contrib.django import app

from xueji.exchange.models import TakeOver
from xueji.exchange.models.takeover import TakeOverStatus
from xueji.exchange.takeover.keeping import judge_upload
from xueji.exchange.takeover.landing.landing import land


@app.task(queue="imports")
def judge_takeover(takeover_id: int) -> None:
    """Read and judge one upload; our own failure is shown on its page, never swallowed."""
    try:
        judge_upload(takeover_id)
    except Exception:
        reading = TakeOver.objects.filter(pk=takeover_id, status=TakeOverStatus.READING)
        reading.update(status=TakeOverStatus.FAILED)
        raise


@app.task(queue="imports", retry=3)
def land_takeover(takeover_id: int) -> None:
    """Write one confirmed take-over; a broken-off job is retried and goes on where it stopped."""
    land(takeover_id)
