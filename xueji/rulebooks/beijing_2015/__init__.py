"""Beijing in 2015: 京教基二〔2014〕4号 and the electronic registry rules of the seed."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

from xueji.process.parameters import read_parameters
from xueji.process.rulebook import Rulebook
from xueji.rulebooks.beijing_2015.labels import LABELS
from xueji.rulebooks.beijing_2015.office_acts import OFFICE_ACTS
from xueji.rulebooks.beijing_2015.procedures import (
    entry_registration,
    in_city_transfer,
    problem_correction,
    problem_removal,
    problem_standing,
    problem_substantiation,
    problem_ticket,
    transfer_return,
)
from xueji.rulebooks.beijing_2015.procedures.border import (
    cross_province_continuation_in,
    cross_province_continuation_out,
    cross_province_transfer_in,
    cross_province_transfer_out,
    number_request,
    standing_for_departure,
    temporary_record_removal,
    unrecorded_entry,
)
from xueji.vocabulary.facts.entry import ExceptionKind
from xueji.vocabulary.parties import Party, Role
from xueji.vocabulary.text import Text

RULEBOOK = Rulebook(
    key="beijing_2015",
    jurisdiction="beijing",
    title=Text("北京市（2015）", "Beijing, 2015"),
    in_force_from=date(2014, 6, 10),
    levels={
        Party.CITY: Text("市教委", "City commission"),
        Party.SERVICE_TEAM: Text("服务团队", "Service team"),
        Party.DISTRICT: Text("区县教委", "District commission"),
        Party.SCHOOL: Text("学校", "School"),
    },
    posts={
        Role.ADMINISTRATOR: Party.CITY,
        Role.CITY_OFFICER: Party.CITY,
        Role.SERVICE_OFFICER: Party.SERVICE_TEAM,
        Role.DISTRICT_OFFICER: Party.DISTRICT,
        Role.REGISTRAR_SUPERVISOR: Party.SCHOOL,
        Role.REGISTRAR: Party.SCHOOL,
        Role.HOMEROOM_TEACHER: Party.SCHOOL,
    },
    deciding=frozenset(
        {
            Role.CITY_OFFICER,
            Role.SERVICE_OFFICER,
            Role.DISTRICT_OFFICER,
            Role.REGISTRAR_SUPERVISOR,
            Role.REGISTRAR,
        }
    ),
    procedures=(
        entry_registration.PROCEDURE,
        in_city_transfer.PROCEDURE,
        transfer_return.PROCEDURE,
        cross_province_transfer_in.PROCEDURE,
        cross_province_transfer_out.PROCEDURE,
        cross_province_continuation_in.PROCEDURE,
        cross_province_continuation_out.PROCEDURE,
        unrecorded_entry.PROCEDURE,
        number_request.PROCEDURE,
        temporary_record_removal.PROCEDURE,
        standing_for_departure.PROCEDURE,
        problem_substantiation.PROCEDURE,
        problem_correction.PROCEDURE,
        problem_removal.PROCEDURE,
        problem_standing.PROCEDURE,
        problem_ticket.PROCEDURE,
    ),
    parameters=read_parameters(
        files("xueji.rulebooks.national") / "parameters", files("xueji.rulebooks.beijing_2015") / "parameters"
    ),
    office_acts=OFFICE_ACTS,
    exceptions={
        ExceptionKind.LATE_ENTRY_REGISTRATION: Party.CITY,
        ExceptionKind.SENIOR_NON_LOCAL: Party.CITY,
        ExceptionKind.ORDINARY_TO_MODEL: Party.CITY,
        ExceptionKind.FINAL_GRADE_RETURN: Party.CITY,
    },
    labels=LABELS,
    term_windows={
        in_city_transfer.PROCEDURE.key: "transfer_window",
        cross_province_transfer_in.PROCEDURE.key: "transfer_window",
    },
)
