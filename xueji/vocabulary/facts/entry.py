"""What is known of an entrant when the school or the district acts. Coarse by design: equal facts are decided once."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.schooling.stages import Stage
from xueji.vocabulary.text import Text


class AdmissionSource(StrEnum):
    """Where an admission comes from: the feed, a list that the school itself brought, or an arrival from outside."""

    FEED = "feed"
    SCHOOL = "school"
    ARRIVAL = "arrival"

    @property
    def label(self) -> Text:
        """The name people read."""
        return _SOURCES[self]


class AdmissionKind(StrEnum):
    """An ordinary admission, or one into an inland senior class (内高班), whose place is in the state plan."""

    ORDINARY = "ordinary"
    INLAND_CLASS = "inland_class"

    @property
    def label(self) -> Text:
        """The name people read."""
        return _KINDS[self]


class PriorRecord(StrEnum):
    """Whether the child already has a record, and whether its former stage has been closed (毕结业)."""

    NONE = "none"
    STAGE_CLOSED = "stage_closed"
    STAGE_OPEN = "stage_open"

    @property
    def label(self) -> Text:
        """The name people read."""
        return _PRIOR[self]


class ExceptionSubject(StrEnum):
    """Whom a paper of exception may name: a child not yet on a roll, a child by its record, or a whole school."""

    ENTRANT = "entrant"
    RECORD = "record"
    SCHOOL = "school"

    @property
    def label(self) -> Text:
        """The name people read."""
        return _SUBJECTS[self]


class ExceptionKind(StrEnum):
    """What an authority may grant against a guard, with a paper's number and an end."""

    LATE_ENTRY_REGISTRATION = "late_entry_registration"
    SENIOR_NON_LOCAL = "senior_non_local"
    ORDINARY_TO_MODEL = "ordinary_to_model"
    FINAL_GRADE_RETURN = "final_grade_return"

    @property
    def label(self) -> Text:
        """The name people read."""
        return _EXCEPTIONS[self]

    @property
    def names(self) -> frozenset[ExceptionSubject]:
        """Whom a paper of this kind may name."""
        return _NAMED[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFacts:
    """The facts of one entrant. None means: not known yet.

    registration_open: today is not after the last day of entry registration (10 working days, S4); deferral_open:
    not after the last day on which a deferral may be asked (5 working days). place_free and foreign_place_free: the
    quota has a place left; holds_place: this very case holds one. identity_taken: another, uncontested record has the
    same identity number. until_valid: the day asked lies after today and not after the limit. class_fits: the chosen
    class group is of this school, campus, grade and year. untouched: nobody has acted since the import. target_fits:
    the school chosen by the district takes this grade and lies in its district.
    """

    stage: Stage
    grade: Grade
    residency: Residency | None = None
    admission_kind: AdmissionKind = AdmissionKind.ORDINARY
    source: AdmissionSource = AdmissionSource.FEED
    confirmed: bool = False
    registration_open: bool = False
    deferral_open: bool = False
    exceptions: frozenset[ExceptionKind] = field(default_factory=frozenset)
    place_free: bool | None = None
    foreign_place_free: bool | None = None
    holds_place: bool = False
    foreign_license: bool | None = None
    problem_open: bool = False
    identity_taken: bool = False
    prior_record: PriorRecord = PriorRecord.NONE
    until_valid: bool | None = None
    class_fits: bool | None = None
    untouched: bool = False
    due_passed: bool = False
    target_fits: bool | None = None


_SOURCES = {
    AdmissionSource.FEED: Text("招生入学系统", "Admissions feed"),
    AdmissionSource.SCHOOL: Text("学校导入", "Brought by the school"),
    AdmissionSource.ARRIVAL: Text("外省转入", "Arrival from another province"),
}
_KINDS = {
    AdmissionKind.ORDINARY: Text("普通录取", "Ordinary admission"),
    AdmissionKind.INLAND_CLASS: Text("内高班", "Inland senior class"),
}
_PRIOR = {
    PriorRecord.NONE: Text("无学籍", "No record"),
    PriorRecord.STAGE_CLOSED: Text("已毕结业", "Former stage closed"),
    PriorRecord.STAGE_OPEN: Text("在读，未毕结业", "Former stage still open"),
}
_EXCEPTIONS = {
    ExceptionKind.LATE_ENTRY_REGISTRATION: Text("新生补注册", "Late entry registration"),
    ExceptionKind.SENIOR_NON_LOCAL: Text("非本市户籍高中入学、转入", "Non-local child in senior high"),
    ExceptionKind.ORDINARY_TO_MODEL: Text("非示范校转入示范校", "From an ordinary to a model school"),
    ExceptionKind.FINAL_GRADE_RETURN: Text("毕业年级本市户籍学生返回", "Return of a local child in the final grade"),
}
_SUBJECTS = {
    ExceptionSubject.ENTRANT: Text("新生", "Entrants"),
    ExceptionSubject.RECORD: Text("在籍学生", "Children on a roll"),
    ExceptionSubject.SCHOOL: Text("学校", "Schools"),
}
_NAMED = {
    ExceptionKind.LATE_ENTRY_REGISTRATION: frozenset({ExceptionSubject.ENTRANT, ExceptionSubject.SCHOOL}),
    ExceptionKind.SENIOR_NON_LOCAL: frozenset(ExceptionSubject),
    ExceptionKind.ORDINARY_TO_MODEL: frozenset({ExceptionSubject.RECORD, ExceptionSubject.SCHOOL}),
    ExceptionKind.FINAL_GRADE_RETURN: frozenset({ExceptionSubject.RECORD, ExceptionSubject.SCHOOL}),
}
