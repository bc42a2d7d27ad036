"""Filings: lodged by the outbox, taken note of by the district."""

from xueji.cases.models import Effect, Filing


def lodge_filing(effect: Effect) -> None:
    """Lodge the decision with the district of its case; a repeat changes nothing."""
    case = effect.decision.case
    Filing.objects.get_or_create(
        decision=effect.decision,
        defaults={"office_id": case.district_id, "lodged_on": effect.decision.city_date},
    )
