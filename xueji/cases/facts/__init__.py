"""From rows to frozen facts, in batches: a fixed number of queries, however many children."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from xueji.cases.batch.work import Work
from xueji.cases.facts.arrival import gather_arrival
from xueji.cases.facts.departure import gather_departure
from xueji.cases.facts.entry import gather_entry
from xueji.cases.facts.numbering import gather_number
from xueji.cases.facts.problem import gather_problem
from xueji.cases.facts.transfer import gather_transfer
from xueji.process.compiled import CompiledProcedure
from xueji.vocabulary.facts.arrival import ArrivalFacts
from xueji.vocabulary.facts.departure import DepartureFacts
from xueji.vocabulary.facts.entry import EntryFacts
from xueji.vocabulary.facts.numbering import NumberFacts
from xueji.vocabulary.facts.problem import ProblemFacts
from xueji.vocabulary.facts.transfer import TransferFacts

# By the facts a procedure's guards speak of: a new procedure about the same facts needs no gatherer of its own.
_GATHERERS: dict[type | None, Callable[[Sequence[Work]], None]] = {
    EntryFacts: gather_entry,
    TransferFacts: gather_transfer,
    ArrivalFacts: gather_arrival,
    DepartureFacts: gather_departure,
    NumberFacts: gather_number,
    ProblemFacts: gather_problem,
}


def gather(works: Sequence[Work]) -> None:
    """Fill `subject`, `facts` and `chosen` of every work, procedure by procedure. Places are the ledger's to add.

    A work whose subject cannot be found keeps `facts` None.
    """
    grouped: dict[str, list[Work]] = defaultdict(list)
    for work in works:
        grouped[f"{work.rulebook.key} {work.procedure.key}"].append(work)
    for group in grouped.values():
        _GATHERERS[group[0].procedure.facts](group)


def can_gather(procedure: CompiledProcedure) -> bool:
    """Whether the facts of a procedure can be gathered, and it can therefore be opened."""
    return procedure.facts in _GATHERERS
