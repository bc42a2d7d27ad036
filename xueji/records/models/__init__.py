"""The register's tables."""

from xueji.records.models.classes import ClassAssignmentRun, ClassGroup
from xueji.records.models.discipline import DisciplinaryMeasure
from xueji.records.models.enrollments import Enrollment
from xueji.records.models.entrants import Entrant
from xueji.records.models.forms import StudentForm
from xueji.records.models.merges import RecordMerge
from xueji.records.models.numbers import NumberAssignment
from xueji.records.models.photos import StudentPhoto
from xueji.records.models.problems import PossibleDuplicate, ProblemRecord
from xueji.records.models.quotas import EnrollmentQuota
from xueji.records.models.students import Student, StudentRecord

__all__ = [
    "ClassAssignmentRun",
    "ClassGroup",
    "DisciplinaryMeasure",
    "Enrollment",
    "EnrollmentQuota",
    "Entrant",
    "NumberAssignment",
    "PossibleDuplicate",
    "ProblemRecord",
    "RecordMerge",
    "Student",
    "StudentForm",
    "StudentPhoto",
    "StudentRecord",
]
