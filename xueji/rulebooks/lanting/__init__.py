"""岚汀省: an invented province of counties and schools, without a city level. It proves that the seam is one."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

from xueji.process.parameters import read_parameters
from xueji.process.rulebook import Rulebook
from xueji.rulebooks.lanting.labels import LABELS
from xueji.rulebooks.lanting.office_acts import OFFICE_ACTS
from xueji.rulebooks.lanting.procedures import entry_registration, in_province_transfer
from xueji.rulebooks.lanting.procedures.border import arriving, departing
from xueji.vocabulary.facts.entry import ExceptionKind
from xueji.vocabulary.parties import Party, Role
from xueji.vocabulary.text import Text

RULEBOOK = Rulebook(
    key="lanting",
    jurisdiction="lanting",
    title=Text("岚汀省（虚构）", "Lanting (invented)"),
    in_force_from=date(2014, 9, 1),
    levels={
        Party.PROVINCE: Text("省教育厅", "Province department"),
        Party.DISTRICT: Text("县教育局", "County bureau"),
        Party.SCHOOL: Text("学校", "School"),
    },
    posts={
        Role.ADMINISTRATOR: Party.PROVINCE,
        Role.PROVINCE_OFFICER: Party.PROVINCE,
        Role.DISTRICT_OFFICER: Party.DISTRICT,
        Role.REGISTRAR: Party.SCHOOL,
        Role.HOMEROOM_TEACHER: Party.SCHOOL,
    },
    deciding=frozenset({Role.PROVINCE_OFFICER, Role.DISTRICT_OFFICER, Role.REGISTRAR}),
    procedures=(
        entry_registration.PROCEDURE,
        in_province_transfer.PROCEDURE,
        arriving.TRANSFER_IN,
        departing.TRANSFER_OUT,
        arriving.CONTINUATION_IN,
        departing.CONTINUATION_OUT,
    ),
    parameters=read_parameters(
        files("xueji.rulebooks.national") / "parameters", files("xueji.rulebooks.lanting") / "parameters"
    ),
    office_acts=OFFICE_ACTS,
    exceptions={ExceptionKind.LATE_ENTRY_REGISTRATION: Party.PROVINCE},
    labels=LABELS,
)
