from dataclasses import replace
from datetime import date

from tests.process.loans import (
    CITY_REVIEW,
    DEEDS,
    EFFECTS,
    LENT,
    LOAN,
    LOST,
    MISSING,
    ON_SHELF,
    PURCHASE,
    RETURNED,
    ROUTE,
    card_is_valid,
    library,
    review,
    says,
    time_is_over,
)
from xueji.process.guards import Guard
from xueji.process.notation import Ask, Branch, Keep, On, Procedure, Proof, Row, State, Step, Then, Until, Within
from xueji.process.rulebook import Rulebook
from xueji.process.soundness import check
from xueji.vocabulary.parties import Party, Role
from xueji.vocabulary.text import Text


def faults(rulebook: Rulebook) -> list[tuple[str, str]]:
    return [(fault.rule, fault.where) for fault in check(rulebook, DEEDS, EFFECTS)]


def with_states(*states: State) -> Rulebook:
    return replace(library(), procedures=(replace(LOAN, states=states), PURCHASE))


def with_event(event: On) -> Rulebook:
    return with_states(replace(ON_SHELF, on=(*ON_SHELF.on, event)), LENT, MISSING, RETURNED, LOST)


def with_guard(guard: Guard) -> Rulebook:
    return with_event(On("read", says("read"), Party.SCHOOL, "on_shelf", guards=(guard,)))


def with_purchase(purchase: Procedure) -> Rulebook:
    return replace(library(), procedures=(LOAN, purchase))


def with_rows(*rows: Row) -> Rulebook:
    return with_purchase(replace(PURCHASE, route=replace(ROUTE, rows=rows)))


def test_a_sound_rulebook_has_no_fault() -> None:
    assert faults(library()) == []


def test_it_finds_a_state_that_nothing_leads_to() -> None:
    attic = replace(MISSING, key="attic")
    assert faults(with_states(ON_SHELF, LENT, MISSING, attic, RETURNED, LOST)) == [("unreachable_state", "loan/attic")]


def test_it_finds_a_dead_end() -> None:
    stuck = replace(MISSING, on=())
    assert faults(with_states(ON_SHELF, LENT, stuck, RETURNED, LOST)) == [("dead_end", "loan/missing")]


def test_it_finds_a_closed_state_that_goes_on() -> None:
    going = replace(LOST, on=(On("find", says("find"), Party.SCHOOL, "on_shelf"),))
    found = faults(with_states(ON_SHELF, LENT, MISSING, RETURNED, going))
    assert found == [("closed_state_with_events", "loan/lost")]


def test_it_finds_a_target_that_does_not_exist() -> None:
    event = On("send", says("send"), Party.SCHOOL, "moon")
    assert faults(with_event(event)) == [("unknown_state", "loan/on_shelf/send")]


def test_it_finds_branches_without_an_otherwise() -> None:
    event = On("sort", says("sort"), Party.SCHOOL, (Branch(time_is_over, "missing"),))
    assert faults(with_event(event)) == [("branch_without_otherwise", "loan/on_shelf/sort")]


def test_it_finds_a_branch_that_can_never_be_taken() -> None:
    branches = (Branch(None, "missing"), Branch(time_is_over, "lost"), Branch(None, "lent"))
    event = On("sort", says("sort"), Party.SCHOOL, branches, asks=(Ask("until", says("until"), "date"),))
    assert faults(with_event(event)) == [("branch_after_otherwise", "loan/on_shelf/sort")]


def test_it_finds_rows_that_overlap() -> None:
    both = Row("both", (frozenset(),), (Step(Party.SCHOOL), Step(Party.CITY)))
    found = faults(with_rows(ROUTE.rows[0], both))
    assert found == [("route_overlap", "purchase/route/novel")]


def test_it_finds_a_combination_that_no_row_covers() -> None:
    found = faults(with_rows(ROUTE.rows[1]))
    assert set(found) == {("route_incomplete", "purchase/route/novel")}


def test_it_finds_an_overlap_that_only_begins_with_a_later_version() -> None:
    twice = replace(ROUTE.rows[1], name="twice")
    assert ("route_overlap", "purchase/route/atlas") in faults(with_rows(*ROUTE.rows, twice))


def test_it_finds_a_row_that_speaks_of_a_value_its_axis_does_not_have() -> None:
    strange = Row("scrolls", (frozenset({"scroll"}),), (Step(Party.SCHOOL),))
    assert faults(with_rows(*ROUTE.rows, strange)) == [("route_unknown_value", "purchase/route/scrolls")]


def test_it_finds_a_row_that_does_not_fit_the_axes() -> None:
    wide = Row("wide", (frozenset(), frozenset()), (Step(Party.SCHOOL),))
    assert faults(with_rows(*ROUTE.rows, wide)) == [("route_unknown_value", "purchase/route/wide")]


def test_it_finds_a_row_in_which_nobody_decides() -> None:
    nobody = Row("nobody", (frozenset({"novel"}),), ())
    found = faults(with_rows(nobody, ROUTE.rows[1]))
    assert found == [("dead_end", "purchase/route/nobody")]


def test_it_finds_a_review_without_a_clock() -> None:
    idle = replace(CITY_REVIEW, clock=None)
    purchase = replace(PURCHASE, reviews=(PURCHASE.reviews[0], (Party.CITY, idle)))
    assert faults(with_purchase(purchase)) == [("review_without_clock", "purchase/awaiting_city_review")]


def test_it_finds_a_holder_without_a_clock_who_says_no_reason() -> None:
    idle = replace(MISSING, clock=None)
    assert faults(with_states(ON_SHELF, LENT, idle, RETURNED, LOST)) == [("holder_without_clock", "loan/missing")]
    excused = replace(idle, no_clock_because=says("nobody can hurry"))
    assert faults(with_states(ON_SHELF, LENT, excused, RETURNED, LOST)) == []


def test_it_finds_an_open_state_that_nobody_holds() -> None:
    alone = replace(MISSING, held_by=None)
    assert faults(with_states(ON_SHELF, LENT, alone, RETURNED, LOST)) == [("state_without_holder", "loan/missing")]


def test_it_finds_a_closed_state_that_somebody_still_holds() -> None:
    held = replace(LOST, held_by=Party.SCHOOL)
    assert faults(with_states(ON_SHELF, LENT, MISSING, RETURNED, held)) == [("closed_state_with_holder", "loan/lost")]


def test_it_finds_a_clock_whose_number_is_declared_nowhere() -> None:
    for clock in (Within("fine_days"), Keep(otherwise=Within("fine_days"))):
        timed = replace(MISSING, clock=clock)
        found = faults(with_states(ON_SHELF, LENT, timed, RETURNED, LOST))
        assert found == [("clock_without_parameter", "loan/missing")]


def test_it_finds_a_number_that_begins_after_the_edition() -> None:
    early = replace(library(), in_force_from=date(1990, 1, 1))
    assert {rule for rule, _ in faults(early)} == {"clock_without_parameter"}


def test_it_finds_a_state_due_on_a_day_that_nobody_was_asked() -> None:
    unasked = replace(ON_SHELF, on=(replace(ON_SHELF.on[0], asks=()), *ON_SHELF.on[1:]))
    found = faults(with_states(unasked, replace(LENT, clock=Until("until")), MISSING, RETURNED, LOST))
    assert found == [("until_not_asked", "loan/on_shelf/lend")]


def test_it_finds_a_timer_in_a_state_without_a_clock() -> None:
    idle = replace(LENT, clock=None, no_clock_because=says("at leisure"))
    found = faults(with_states(ON_SHELF, idle, MISSING, RETURNED, LOST))
    assert found == [("timer_without_clock", "loan/lent/remind")]


def test_it_finds_a_negative_event_that_asks_for_no_reason() -> None:
    event = On("burn", says("burn"), Party.SCHOOL, "lost", tone="negative")
    assert faults(with_event(event)) == [("refusal_without_reason", "loan/on_shelf/burn")]


def test_it_finds_a_review_that_refuses_without_a_reason() -> None:
    silent = replace(review("校"), reason_required=False)
    purchase = replace(PURCHASE, reviews=((Party.SCHOOL, silent), PURCHASE.reviews[1]))
    assert {rule for rule, _ in faults(with_purchase(purchase))} == {"refusal_without_reason"}


def test_it_finds_an_event_that_nobody_may_cause() -> None:
    assert faults(with_event(On("fade", says("fade"), (), "on_shelf"))) == [
        ("event_without_actor", "loan/on_shelf/fade")
    ]


def test_it_finds_a_guard_without_a_source() -> None:
    found = faults(with_guard(replace(card_is_valid, source=" ")))
    assert found == [("guard_without_source", "loan/on_shelf/read/card_is_valid")]


def test_it_finds_a_guard_that_does_not_speak_both_languages() -> None:
    for silent in (Text("", "card"), Text("卡", "")):
        assert [rule for rule, _ in faults(with_guard(replace(card_is_valid, says=silent)))] == ["guard_without_says"]
        found = faults(with_guard(replace(card_is_valid, unknown_says=silent)))
        assert [rule for rule, _ in found] == ["guard_without_says"]


def test_it_finds_a_guard_without_a_remedy_in_both_languages() -> None:
    for silent in (Text("", "renew"), Text("换卡", "")):
        assert [rule for rule, _ in faults(with_guard(replace(card_is_valid, mend=silent)))] == ["guard_without_mend"]


def test_it_finds_a_branch_condition_that_says_too_little() -> None:
    silent = replace(time_is_over, source="")
    event = On("sort", says("sort"), Party.SCHOOL, (Branch(silent, "missing"), Branch(None, "on_shelf")))
    assert [rule for rule, _ in faults(with_event(event))] == ["guard_without_source"]


def test_it_finds_a_label_or_a_question_without_one_of_its_languages() -> None:
    event = On("read", Text("读", ""), Party.SCHOOL, "on_shelf")
    assert [rule for rule, _ in faults(with_event(event))] == ["text_without_language"]
    choices = (("a", Text("", "a")),)
    event = On("read", says("read"), Party.SCHOOL, "on_shelf", asks=(Ask("why", says("why"), "code", choices),))
    assert faults(with_event(event)) == [("text_without_language", "loan/on_shelf/read/why/a")]


def test_it_finds_a_paper_whose_condition_says_too_little() -> None:
    silent = replace(time_is_over, says=Text("", ""), applies=says("late"))
    event = On("read", says("read"), Party.SCHOOL, "on_shelf", asks=(Proof("card", says("card"), when=silent),))
    assert faults(with_event(event)) == [("text_without_language", "loan/on_shelf/read/card/when")]


def test_it_finds_a_paper_that_does_not_say_when_it_is_asked() -> None:
    event = On("read", says("read"), Party.SCHOOL, "on_shelf", asks=(Proof("card", says("card"), when=time_is_over),))
    assert faults(with_event(event)) == [("asked_when_unsaid", "loan/on_shelf/read")]


def test_it_finds_a_deed_that_nobody_can_do() -> None:
    event = On("read", says("read"), Party.SCHOOL, "on_shelf", then=Then(do=("sing",)))
    assert faults(with_event(event)) == [("unknown_deed", "loan/on_shelf/read")]


def test_it_finds_an_effect_that_nobody_can_deliver() -> None:
    event = On("read", says("read"), Party.SCHOOL, "on_shelf", then=Then(owe=("sing",)))
    assert faults(with_event(event)) == [("unknown_effect", "loan/on_shelf/read")]


def test_it_finds_a_deed_used_as_an_effect_and_the_other_way_round() -> None:
    event = On("read", says("read"), Party.SCHOOL, "on_shelf", then=Then(do=("write_reminder",), owe=("lend",)))
    assert [rule for rule, _ in faults(with_event(event))] == ["effect_used_as_deed", "deed_used_as_effect"]


def test_a_procedure_that_is_only_prepared_may_name_what_nobody_does_yet() -> None:
    unheard = with_event(On("burn", says("burn"), Party.SCHOOL, "on_shelf", then=Then(do=("burn",), owe=("mourn",))))
    assert faults(replace(unheard, prepared=frozenset({"loan"}))) == []
    assert [rule for rule, _ in faults(replace(library(), prepared=frozenset({"gift"})))] == [
        "unknown_prepared_procedure"
    ]


def test_it_finds_a_mark_that_nobody_can_make() -> None:
    assert [rule for rule, _ in faults(with_guard(replace(card_is_valid, marks=("sing",))))] == ["unknown_deed"]


def test_it_finds_a_label_that_the_source_does_not_have() -> None:
    named = replace(MISSING, label=says("gone"))
    assert faults(with_states(ON_SHELF, LENT, named, RETURNED, LOST)) == [("label_not_of_source", "loan/missing")]
    assert faults(with_states(ON_SHELF, LENT, replace(named, ours=True), RETURNED, LOST)) == []


def test_it_finds_a_label_of_the_source_that_is_marked_as_ours() -> None:
    marked = replace(MISSING, ours=True)
    assert faults(with_states(ON_SHELF, LENT, marked, RETURNED, LOST)) == [("label_not_of_source", "loan/missing")]


def test_it_finds_an_office_act_of_a_role_that_nobody_has() -> None:
    for roles in (frozenset({Role.PROVINCE_OFFICER}), frozenset[Role]()):
        broken = replace(library(), office_acts={"paint_shelf": roles})
        assert faults(broken) == [("office_act_unknown_role", "office_acts/paint_shelf")]


def test_it_finds_a_party_of_a_level_that_the_jurisdiction_does_not_have() -> None:
    event = On("read", says("read"), Party.PROVINCE, "on_shelf")
    assert faults(with_event(event)) == [("party_outside_levels", "loan/on_shelf/read")]
    held = replace(MISSING, held_by=Party.PROVINCE)
    assert faults(with_states(ON_SHELF, LENT, held, RETURNED, LOST)) == [("party_outside_levels", "loan/missing")]


def test_a_receiving_school_is_a_school() -> None:
    assert faults(with_event(On("read", says("read"), Party.RECEIVING_SCHOOL, "on_shelf"))) == []


def test_it_finds_a_post_or_a_grantor_at_no_level() -> None:
    posted = replace(library(), posts={**library().posts, Role.PROVINCE_OFFICER: Party.PROVINCE})
    assert faults(posted) == [("party_outside_levels", "posts/province_officer")]
    granted = replace(library(), exceptions={"late": Party.PROVINCE})
    assert faults(granted) == [("party_outside_levels", "exceptions/late")]


def test_it_finds_a_level_that_must_decide_and_has_nobody_who_does() -> None:
    broken = replace(library(), deciding=library().deciding - {Role.DISTRICT_OFFICER})
    assert faults(broken) == [("level_without_post", "levels/district")]


def test_it_finds_two_procedures_of_one_key() -> None:
    assert ("procedure_twice", "library") in faults(replace(library(), procedures=(LOAN, LOAN)))


def test_it_reports_a_file_that_cannot_be_compiled() -> None:
    broken = with_purchase(replace(PURCHASE, route=None))
    assert faults(broken) == [("not_compilable", "library")]


def test_every_fault_is_found_at_once() -> None:
    event = On("burn", says("burn"), Party.PROVINCE, "on_shelf", tone="negative", then=Then(do=("sing",)))
    assert [rule for rule, _ in faults(with_event(event))] == [
        "party_outside_levels",
        "refusal_without_reason",
        "unknown_deed",
    ]
