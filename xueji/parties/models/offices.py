"""Administrative offices, schools and campuses."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from xueji.parties.history import keep_history
from xueji.vocabulary.parties import Party


@keep_history()
class Office(models.Model):
    """An education office: a province, a city, a district, or a unit without a region code of its own (燕山)."""

    level = models.CharField(max_length=20, choices=[(party.value, party.label.zh) for party in Party])
    code = models.CharField(max_length=12, unique=True)
    region_code = models.CharField(max_length=6, help_text="GB/T 2260 code that numbers issued here carry")
    name = models.CharField(max_length=60)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


@keep_history()
class School(models.Model):
    """A school. `stages` lists the stages it runs, `program` the first and last grade of each as `P1-P6`."""

    code = models.CharField(max_length=10, unique=True, help_text="学校标识码")
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=30)
    city_code = models.CharField(max_length=3, help_text="three digits of the 16-digit city number")
    category = models.CharField(max_length=1, help_text="school category digit of the 16-digit city number")
    district = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="schools")
    grades = ArrayField(models.CharField(max_length=2), help_text="every grade it teaches, lowest first")
    model_school = models.BooleanField(default=False)
    foreign_license = models.BooleanField(default=False)
    founded_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        ordering = ["code"]
        indexes = [models.Index(fields=["district", "code"], name="school_by_district")]

    def __str__(self) -> str:
        return self.name


@keep_history()
class Campus(models.Model):
    """A campus of a school. Every school has one main campus."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="campuses")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    main = models.BooleanField(default=False)
    closed_on = models.DateField(null=True)

    class Meta:
        ordering = ["school_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="campus_number_once_a_school"),
            models.UniqueConstraint(fields=["school"], condition=models.Q(main=True), name="one_main_campus"),
        ]

    def __str__(self) -> str:
        return self.name
