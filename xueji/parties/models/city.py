"""The one row that says which city this registry belongs to, and what its clock shows."""

from django.db import models


class City(models.Model):
    """The deployment: one row. `training_date` set means a training city, whose date stands until it is moved."""

    jurisdiction = models.CharField(max_length=40)
    code = models.CharField(max_length=6)
    name = models.CharField(max_length=60)
    training_date = models.DateField(null=True)
    only = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(name="one_city", condition=models.Q(only=True))]

    def __str__(self) -> str:
        return self.name
