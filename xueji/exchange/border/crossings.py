"""Under which key a case across the line is spoken of, by both provinces and by the nation."""

from django.conf import settings

from xueji.cases.models import Case
from xueji.exchange.models import Crossing
from xueji.parties.models import City
from xueji.vocabulary.border.verbs import Business

CONTINUATION = "continuation"


def own_province() -> str:
    """The six-digit code under which the exchange knows us; without an exchange, the city's own code."""
    return settings.EXCHANGE_PROVINCE or City.objects.values_list("code", flat=True).get()


def crossing_of(case: Case) -> Crossing | None:
    """The crossing of a case, if it is one."""
    return getattr(case, "crossing", None)


def crossing_inward(case: Case) -> Crossing:
    """The crossing of an inward case; made when its application is said for the first time."""
    made, _ = Crossing.objects.get_or_create(
        case=case,
        defaults={
            "application": f"{own_province()}-{case.pk}",
            "business": Business.CONTINUATION if CONTINUATION in case.procedure else Business.TRANSFER,
            "outward": False,
            "other_province": str(case.answers.get("sending_province", "")),
        },
    )
    return made
