from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The register itself."""

    name = "xueji.records"
    label = "records"
    verbose_name = "学籍"
