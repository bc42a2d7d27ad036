"""Jobs of the register: the scan for doubles, every night and when an office asks for it."""

from procrastinate.contrib.django import app

from xueji.parties.clock import city_today
from xueji.parties.models import City
from xueji.records.duplicates.possible import list_likenesses
from xueji.records.duplicates.scan import scan


@app.periodic(cron="23 2 * * *")
@app.task(queue="timers", queueing_lock="duplicate_scan")
def scan_every_night(timestamp: int) -> None:
    """Scan the register for doubles, where there is a city at all."""
    if City.objects.exists():
        scan_for_duplicates()


@app.task(queue="timers", retry=3)
def scan_for_duplicates() -> None:
    """Raise what is certain as problem records, then list what is only alike; a broken-off scan is begun again."""
    today = city_today()
    scan(today)
    list_likenesses(today)
