"""Office acts: what the regulation makes no procedure. One decorator checks the post and writes the journal."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.models import JournalEntry
from xueji.parties.refusals import refuse
from xueji.parties.rulebook import rulebook_in_force
from xueji.vocabulary.text import Text


@dataclass(frozen=True)
class Done:
    """What an office act did: `subject` as table:key, the detail worth keeping, and a result for the caller."""

    subject: str
    detail: dict[str, Any] = field(default_factory=dict)
    result: Any = None
    school_id: int | None = None
    district_id: int | None = None


def may(actor: Actor, act: str) -> bool:
    """Whether the rulebook lists this act for the actor's role. Default: nobody."""
    return actor.role is not None and rulebook_in_force().may(actor.role, act)


def office_act(name: str) -> Callable[[Callable[..., Done]], Callable[..., Any]]:
    """Make `verb(*, actor, reason="", …) -> Done` an office act listed under `name`; callers get `Done.result`.

    Raises RefusedError when the actor's post may not, and whatever the act itself refuses.
    """

    def decorate(verb: Callable[..., Done]) -> Callable[..., Any]:
        @wraps(verb)
        def act(*, actor: Actor, reason: str = "", **asked: Any) -> Any:
            if not may(actor, name):
                raise _not_your_act(actor, name)
            done = verb(actor=actor, reason=reason, **asked)
            JournalEntry.objects.create(
                act=name,
                account_id=actor.account_id,
                post_id=actor.post_id,
                school_id=done.school_id or actor.school_id,
                district_id=done.district_id or actor.district_id,
                subject=done.subject,
                reason=reason,
                detail=done.detail,
                city_date=city_today(),
            )
            return done.result

        return act

    return decorate


def _not_your_act(actor: Actor, name: str) -> Exception:
    roles = rulebook_in_force().rulebook.office_acts.get(name, frozenset())
    zh = "、".join(role.label.zh for role in sorted(roles)) or "任何岗位都不"
    en = ", ".join(role.label.en for role in sorted(roles)) or "no post"
    return refuse(
        "",
        "not_your_act",
        Text(f"“{actor.name or actor.party.label.zh}”的岗位不能办理此事。", "Your post may not do this."),
        Text(f"请由{zh}办理，或切换到相应岗位。", f"Ask: {en}; or switch to that post."),
    )
