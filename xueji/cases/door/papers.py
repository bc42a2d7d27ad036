"""Papers named by a step: only what the actor has uploaded proves anything. Another's upload looks like none at all."""

from xueji.cases.batch.work import Work
from xueji.process.notation import Proof
from xueji.process.truth import Truth
from xueji.process.wording import GRAMMAR, Reason
from xueji.vocabulary.text import Text


def papers_of(work: Work) -> dict[str, str]:
    """The papers that a step names, by the proof they are for."""
    transition = work.transition
    asked = [item.key for item in transition.asks if isinstance(item, Proof)] if transition else []
    return {key: str(work.step.answers[key]).strip() for key in asked if str(work.step.answers.get(key, "")).strip()}


def strange_papers(work: Work) -> list[Reason]:
    """Complain of papers that the actor has not uploaded. A look ahead has looked none up: they are still to come."""
    own = work.chosen.get("own_papers")
    if own is None:
        return []
    return [_not_uploaded(key) for key, paper in papers_of(work).items() if paper not in own]


def _not_uploaded(key: str) -> Reason:
    return Reason(
        rule="paper_not_uploaded",
        says=Text("所附材料不存在，或不是您上传的。", "The paper named does not exist, or was not uploaded by you."),
        mend=Text("请重新上传该材料。", "Upload the paper again."),
        source=GRAMMAR,
        truth=Truth.FAILS,
        field=key,
    )
