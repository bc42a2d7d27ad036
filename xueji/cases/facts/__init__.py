"""From rows to frozen facts, in batches: a fixed number of queries, however many children."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from xueji.cases.batch.work import Work
from xueji.cases.facts.entry import gather_entry

_GATHERERS: dict[str, Callable[[Sequence[Work]], None]] = {"entry_registration": gather_entry}


def gather(works: Sequence[Work]) -> None:
    """Fill `subject`, `facts` and `chosen` of every work, procedure by procedure. Places are the ledger's to add."""
    grouped: dict[str, list[Work]] = defaultdict(list)
    for work in works:
        grouped[work.procedure.key].append(work)
    for key, group in grouped.items():
        _GATHERERS[key](group)


def known_procedures() -> frozenset[str]:
    """Keys of the procedures whose facts can be gathered, and which can therefore be opened."""
    return frozenset(_GATHERERS)
