"""Jobs of the border: reading and landing lists."""

from procrastinate.contrib.django import app

from xueji.exchange.landing.landing import land_batch
from xueji.exchange.landing.staging import judge_batch
from xueji.exchange.models import ImportBatch
from xueji.exchange.models.batches import BatchStatus
from xueji.exchange.takeover.jobs import judge_takeover, land_takeover

__all__ = ["judge_takeover", "land", "land_takeover", "read_and_judge"]


@app.task(queue="imports")
def read_and_judge(batch_id: int) -> None:
    """Read and judge one uploaded list; our own failure is shown on its page, never swallowed."""
    try:
        judge_batch(batch_id)
    except Exception:
        ImportBatch.objects.filter(pk=batch_id, status=BatchStatus.READING).update(status=BatchStatus.FAILED)
        raise


@app.task(queue="imports", retry=3)
def land(batch_id: int) -> None:
    """Land one confirmed list; a broken-off job is retried and goes on where it stopped."""
    land_batch(batch_id)
