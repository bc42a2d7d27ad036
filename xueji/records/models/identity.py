"""The columns by which a child is known: an entrant carries them before it is a student, a student for life."""

from django.db import models

from xueji.vocabulary.people.documents import DocumentType
from xueji.vocabulary.people.residency import Residency

IDENTITY = (
    "name",
    "name_pinyin",
    "name_initials",
    "name_key",
    "sex",
    "birth_date",
    "document_type",
    "document_number",
    "nationality",
    "ethnicity",
    "residency",
    "as_local_category",
    "hukou_place",
)
"""The columns below, for copying an identity from an entrant to a student."""


class Identity(models.Model):
    """Name, birth, identity document, nationality and residency. Codes are those of `vocabulary.codes`."""

    name = models.CharField(max_length=60)
    name_pinyin = models.CharField(max_length=300)
    name_initials = models.CharField(max_length=60)
    name_key = models.CharField(max_length=60, help_text="the name as compared in the duplicate check")
    sex = models.CharField(max_length=1, help_text="GB/T 2261.1")
    birth_date = models.DateField()
    document_type = models.CharField(max_length=1, choices=[(kind.value, kind.label.zh) for kind in DocumentType])
    document_number = models.CharField(max_length=30, blank=True)
    nationality = models.CharField(max_length=3, default="CHN")
    ethnicity = models.CharField(max_length=2, blank=True)
    residency = models.CharField(max_length=12, choices=[(kind.value, kind.label.zh) for kind in Residency])
    as_local_category = models.CharField(max_length=4, blank=True)
    hukou_place = models.CharField(max_length=120, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name
