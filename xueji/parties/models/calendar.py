"""Facts of the year: terms, and the city's own edits of the working-day calendar."""

from django.db import models

from xueji.parties.history import keep_history


@keep_history()
class Term(models.Model):
    """One term of a school year. `school_year` is the year in which it began (2015 for 2015–2016)."""

    school_year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(choices=[(1, "第一学期"), (2, "第二学期")])
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["school_year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["school_year", "number"], name="one_term_row"),
            models.CheckConstraint(
                name="term_ends_after_it_starts", condition=models.Q(ends_on__gt=models.F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school_year}-{self.school_year + 1} {self.get_number_display()}"


@keep_history()
class CalendarDay(models.Model):
    """A day on which the city departs from the national calendar."""

    day = models.DateField(primary_key=True)
    working = models.BooleanField()
    reason = models.CharField(max_length=200)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {'上班' if self.working else '放假'}"
