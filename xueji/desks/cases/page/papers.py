"""The papers of a case: what each proves, who brought it, where it is opened; and the form that adds one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from xueji.cases.acts.office.evidence import LONGEST_NOTE
from xueji.cases.evidence.seeing import is_hidden, paper_kinds
from xueji.cases.models import Case, Evidence
from xueji.desks.design.parts import Choice, Label, Link
from xueji.desks.forms import PAPERS
from xueji.parties.actors import Actor
from xueji.parties.office_acts import may
from xueji.vocabulary.parties import Party


@dataclass(frozen=True)
class Papers:
    """The papers of one case, with the eyes of one reader."""

    case: Case
    actor: Actor
    rows: Sequence[Evidence]

    def link(self, paper: Evidence) -> Link | None:
        """Where a paper is opened; None for a reader from whom its kind is hidden."""
        paper.case = self.case
        if is_hidden(paper, self.actor):
            return None
        return Link(paper.attachment.file_name, reverse("evidence", args=[paper.pk]))

    def label(self, paper: Evidence) -> Label:
        """What the paper is, in the words of the procedure."""
        proof = paper_kinds(self.case).get(paper.kind)
        return proof.label if proof else _("补充材料")

    def form(self) -> dict[str, Any] | None:
        """What the form that adds a paper needs; None where this post may add none, or the case is closed."""
        if self.case.closed_on is not None or not may(self.actor, "add_evidence"):
            return None
        return {
            "to": reverse("add_evidence", args=[self.case.pk]),
            "kinds": [Choice(key, proof.label) for key, proof in paper_kinds(self.case).items()],
            "accept": PAPERS,
            "longest": LONGEST_NOTE,
        }


def papers_shown(papers: Papers, here: str) -> list[dict[str, Any]]:
    """Each paper with what a page at `here` says of it."""
    writes = papers.case.closed_on is None and may(papers.actor, "annotate_evidence")
    return [_shown(papers, paper, f"?next={here}" if writes else None) for paper in papers.rows]


def _shown(papers: Papers, paper: Evidence, back: str | None) -> dict[str, Any]:
    link = papers.link(paper)
    has_picture = link is not None and paper.has_preview  # type: ignore[attr-defined]  # annotated by papers_of
    return {
        "label": papers.label(paper),
        "link": link,
        "preview": reverse("evidence_preview", args=[paper.pk]) if has_picture else "",
        "notes": paper.note.splitlines(),
        "annotate": f"{reverse('annotate_evidence', args=[paper.pk])}{back}" if link and back else "",
        "party": Party(paper.party).label if paper.party else None,
        "by": paper.brought_by,
        "on": paper.city_date,
    }
