"""One case is one run of a procedure about exactly one subject. It changes only through `cases.act`."""

from django.db import models
from django.db.models import Q

from xueji.parties.history import keep_history
from xueji.parties.models import Office, School
from xueji.parties.scope import ScopedManager
from xueji.records.models import EnrollmentQuota, Entrant, StudentRecord

_ONE_SUBJECT = (
    Q(entrant__isnull=False, student_record__isnull=True, subject_school__isnull=True, subject_office__isnull=True)
    | Q(entrant__isnull=True, student_record__isnull=False, subject_school__isnull=True, subject_office__isnull=True)
    | Q(entrant__isnull=True, student_record__isnull=True, subject_school__isnull=False, subject_office__isnull=True)
    | Q(entrant__isnull=True, student_record__isnull=True, subject_school__isnull=True, subject_office__isnull=False)
)


def _one_open(subject: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=[subject],
        condition=Q(closed_on__isnull=True, **{f"{subject}__isnull": False}),
        name=f"one_open_case_a_{subject}",
    )


@keep_history(exclude=["entry_year"])
class Case(models.Model):
    """Where one business stands. Pinned to the edition under which it opened; `due_on` is kept as computed on entry."""

    procedure = models.CharField(max_length=40)
    edition = models.CharField(max_length=40)
    # A foreign key needs no index of its own where one below begins with it, nor where nobody looks up by it: each
    # would slow every step of every case.
    entrant = models.ForeignKey(Entrant, null=True, on_delete=models.PROTECT, related_name="cases", db_index=False)
    student_record = models.ForeignKey(
        StudentRecord, null=True, on_delete=models.PROTECT, related_name="cases", db_index=False
    )
    subject_school = models.ForeignKey(
        School, null=True, on_delete=models.PROTECT, related_name="cases_about", db_index=False
    )
    subject_office = models.ForeignKey(
        Office, null=True, on_delete=models.PROTECT, related_name="cases_about", db_index=False
    )
    school = models.ForeignKey(
        School, null=True, on_delete=models.PROTECT, db_index=False, help_text="the school whose desk it lives on"
    )
    district = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="cases", db_index=False)
    # A copy that a trigger makes when the case is opened: the entrants of one year are found without those of the others.
    entry_year = models.PositiveSmallIntegerField(null=True, editable=False, help_text="school year of the entrant")
    state = models.CharField(max_length=60)
    held_by = models.CharField(max_length=20, blank=True, help_text="the party that must act next")
    # Copies of the holding party's row in CaseParty, which carries the constraint: a worklist reads one index.
    holder_school = models.ForeignKey(
        School, null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    holder_office = models.ForeignKey(
        Office, null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    route_row = models.PositiveSmallIntegerField(null=True)
    frozen = models.JSONField(default=dict, help_text="what chose the route at opening; it never changes under way")
    version = models.PositiveIntegerField(default=0, help_text="number of its latest decision")
    opened_on = models.DateField()
    entered_on = models.DateField(help_text="city date on which it entered its present state")
    due_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    outcome = models.CharField(max_length=12, blank=True)
    answers = models.JSONField(default=dict, help_text="what was asked and answered so far")
    held_place = models.ForeignKey(
        EnrollmentQuota, null=True, on_delete=models.PROTECT, related_name="held_by_cases", db_index=False
    )
    held_foreign_place = models.ForeignKey(
        EnrollmentQuota, null=True, on_delete=models.PROTECT, related_name="foreign_held_by_cases", db_index=False
    )

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="case_has_one_subject", condition=_ONE_SUBJECT),
            *(_one_open(subject) for subject in ("entrant", "student_record", "subject_school", "subject_office")),
        ]
        indexes = [
            models.Index(fields=["school", "procedure", "state", "id"], name="case_by_school"),
            models.Index(fields=["district", "procedure", "state", "id"], name="case_by_district"),
            models.Index(
                fields=["district", "entry_year", "state", "id"],
                condition=Q(entry_year__isnull=False),
                name="entry_by_district",
            ),
            models.Index(
                fields=["entry_year", "state", "id"], condition=Q(entry_year__isnull=False), name="entry_by_state"
            ),
            models.Index(fields=["entry_year", "id"], condition=Q(entry_year__isnull=False), name="entry_by_year"),
            models.Index(fields=["procedure", "state", "due_on"], condition=Q(closed_on__isnull=True), name="case_due"),
            models.Index(fields=["entrant"], condition=Q(entrant__isnull=False), name="case_by_entrant"),
            models.Index(fields=["student_record"], condition=Q(student_record__isnull=False), name="case_by_record"),
            models.Index(
                fields=["holder_school", "procedure", "state", "id"],
                condition=Q(closed_on__isnull=True, holder_school__isnull=False),
                name="worklist_of_a_school",
            ),
            models.Index(
                fields=["holder_office", "procedure", "state", "id"],
                condition=Q(closed_on__isnull=True, holder_office__isnull=False),
                name="worklist_of_an_office",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure} {self.pk} {self.state}"


class CaseParty(models.Model):
    """One office concerned in a case. Who is no party (and stands above none) does not see it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties", db_index=False)
    party = models.CharField(max_length=20)
    school = models.ForeignKey(School, null=True, on_delete=models.PROTECT, db_index=False)
    office = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, db_index=False)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "party"], name="one_party_a_role"),
            models.CheckConstraint(
                name="party_is_school_or_office",
                condition=Q(school__isnull=False, office__isnull=True) | Q(school__isnull=True, office__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["school", "case"], name="party_school"),
            models.Index(fields=["office", "case"], name="party_office"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.party}"
