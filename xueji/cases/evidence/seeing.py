"""Who may open a paper: the parties of its case, but for those from whom the rulebook hides it."""

from __future__ import annotations

from collections.abc import Iterator

from xueji.cases.batch.sides import sides_of
from xueji.cases.models import Case, Evidence
from xueji.cases.queries import visible_to
from xueji.parties.actors import Actor
from xueji.parties.rulebook import rulebook_of
from xueji.process.notation import Proof
from xueji.vocabulary.parties import Party


def find_paper(actor: Actor, key: int) -> Evidence | None:
    """A paper of a case that the actor may see, its contents not fetched yet; its `case` is ready for `is_hidden`.

    None alike for one that is absent and one of a case that is not theirs.
    """
    found = Evidence.objects.filter(pk=key).select_related("attachment")
    paper = found.defer("attachment__content", "attachment__preview").first()
    case = None if paper is None else visible_to(actor).filter(pk=paper.case_id).first()
    if paper is None or case is None:
        return None
    paper.case = case
    return paper


def paper_kinds(case: Case) -> dict[str, Proof]:
    """The papers that the case's procedure asks for at any step, by key, in the order of the procedure."""
    return {proof.key: proof for proof in _proofs(case)}


def is_hidden(paper: Evidence, actor: Actor) -> bool:
    """Whether the actor is told of the paper but may not open it. Its `case` came from `cases.queries`.

    A place that is two sides of the case sees what either may see, and what it brought itself.
    """
    sides = sides_of(paper.case, actor)
    if not sides or paper.party in {side.value for side in sides}:
        return False
    return sides <= hidden_from(paper.kind, paper.case)


def hidden_from(kind: str, case: Case) -> frozenset[Party]:
    """The parties from whom the rulebook hides papers of this kind."""
    return frozenset(
        party for proof in _proofs(case) if proof.key == kind for party in getattr(proof, "hidden_from", ())
    )


def _proofs(case: Case) -> Iterator[Proof]:
    procedure = rulebook_of(case.edition).procedure(case.procedure)
    for transition in procedure.transitions:
        yield from (asked for asked in transition.asks if isinstance(asked, Proof))
