"""Filings: lodged by the outbox, taken note of by the office that is told."""

from xueji.cases.models import CaseParty, Effect, Filing
from xueji.vocabulary.parties import Party


def lodge_filing(effect: Effect) -> None:
    """Lodge the decision with the district of its case; a repeat changes nothing."""
    _lodge(effect, effect.decision.case.district_id)


def lodge_filing_with_city(effect: Effect) -> None:
    """Lodge the decision with the top office, where a route informs it and does not ask it (FILING)."""
    party = CaseParty.objects.filter(case_id=effect.decision.case_id, party=Party.CITY.value)
    _lodge(effect, party.values_list("office_id", flat=True).first())


def _lodge(effect: Effect, office_id: int | None) -> None:
    if office_id is None:
        message = f"{effect.key}: the case has no such office"
        raise LookupError(message)
    Filing.objects.get_or_create(
        decision=effect.decision, defaults={"office_id": office_id, "lodged_on": effect.decision.city_date}
    )
