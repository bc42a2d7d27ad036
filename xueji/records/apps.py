from django.apps import AppConfig
from django.db import models

from xueji.records.prefixes import Begins


class RecordsConfig(AppConfig):
    """The register itself."""

    name = "xueji.records"
    label = "records"
    verbose_name = "学籍"

    def ready(self) -> None:
        """Look prefixes up in a way that row-level security leaves to the index."""
        models.CharField.register_lookup(Begins)
