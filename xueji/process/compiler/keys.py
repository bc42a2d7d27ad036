"""How the states and events of a chain are called: the same in every edition, so that programs may speak of them."""

from __future__ import annotations

from xueji.vocabulary.parties import Party

APPROVE = "approve"
REFUSE = "refuse"
SEND_BACK = "send_back"
RESUBMIT = "resubmit"
WITHDRAW = "withdraw"
UNDO = "undo"
RECOMPUTE = "recompute"
WITHDRAWN = "withdrawn"


def waiting_key(party: Party) -> str:
    """Name the state in which a case waits for this party's review."""
    return f"awaiting_{party.value}_review"


def approved_key(party: Party) -> str:
    """Name the closed state after this party, last of its route, approved."""
    return f"{party.value}_approved"


def refused_key(party: Party) -> str:
    """Name the closed state after this party refused."""
    return f"{party.value}_refused"


def sent_back_key(party: Party) -> str:
    """Name the open state in which the applicant corrects what this party sent back."""
    return f"sent_back_by_{party.value}"
