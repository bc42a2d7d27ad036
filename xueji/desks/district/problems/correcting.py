"""The identity as a district finds it should be: the form as it is known, and as it was typed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from xueji.cases.acts.office.corrections import Correction
from xueji.desks.district.answers import Answers
from xueji.records.models import Entrant
from xueji.vocabulary.people.documents import DocumentType
from xueji.vocabulary.people.residency import Residency

SEXES = ("1", "2")


def as_known(entrant: Entrant) -> dict[str, str]:
    """What the form shows at first. The number is left empty: nobody is shown it in full just to correct it."""
    return {
        "name": entrant.name,
        "sex": entrant.sex,
        "birth_date": entrant.birth_date.isoformat(),
        "document_type": entrant.document_type,
    }


def read_correction(sent: Answers, entrant: Entrant) -> Correction | None:
    """What was typed, and of the rest what the register has; None when a field is at fault (see `sent.wrong`)."""
    name = sent.text("name", _("姓名"), longest=50)
    sex = sent.one_of("sex", _("性别"), SEXES)
    born = sent.day("birth_date", _("出生日期"))
    kind = sent.one_of("document_type", _("证件类型"), [kind.value for kind in DocumentType])
    number = sent.text("document_number", _("身份证件号"), required=False, longest=30)
    if sent.wrong or born is None:
        return None
    return Correction(
        name=name,
        sex=sex,
        birth_date=born,
        document_type=DocumentType(kind),
        # An empty field means: the number stays. A document without a number is a type of its own.
        document_number=number or (entrant.document_number if DocumentType(kind).number_required else ""),
        ethnicity=entrant.ethnicity,
        nationality=entrant.nationality,
        residency=Residency(entrant.residency),
        as_local_category=entrant.as_local_category,
        hukou_place=entrant.hukou_place,
    )
