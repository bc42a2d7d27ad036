"""备案: the district takes note of what its schools lodged. It informs, it does not decide (S5 art. 16)."""

from collections.abc import Sequence

from xueji.cases.models import Filing
from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.office_acts import Done, office_act


@office_act("note_filing")
def note_filing(*, actor: Actor, reason: str, filings: Sequence[Filing]) -> Done:
    """Take note of filings lodged with the actor's office; result is how many were seen for the first time.

    Filings of other offices, and those already noted, are left as they are: a repeat changes nothing.
    """
    noted = Filing.objects.filter(
        pk__in=[filing.pk for filing in filings], office_id=actor.office_id or 0, seen_on__isnull=True
    )
    keys = list(noted.values_list("pk", flat=True))
    Filing.objects.filter(pk__in=keys).update(seen_on=city_today(), seen_by=actor.name)
    return Done(f"office:{actor.office_id}", {"filings": keys}, len(keys))
