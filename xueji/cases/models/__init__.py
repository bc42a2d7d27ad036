"""The tables of procedures in motion."""

from xueji.cases.models.attention import Handover, Notice, NoticeKind, Urge
from xueji.cases.models.cases import Case, CaseParty
from xueji.cases.models.decisions import Decision
from xueji.cases.models.effects import Effect, EffectDelivery
from xueji.cases.models.evidence import Attachment, Evidence
from xueji.cases.models.exceptions import GrantedException, GrantedExceptionSubject
from xueji.cases.models.filings import Filing

__all__ = [
    "Attachment",
    "Case",
    "CaseParty",
    "Decision",
    "Effect",
    "EffectDelivery",
    "Evidence",
    "Filing",
    "GrantedException",
    "GrantedExceptionSubject",
    "Handover",
    "Notice",
    "NoticeKind",
    "Urge",
]
