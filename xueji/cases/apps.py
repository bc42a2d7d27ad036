from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Procedures in motion."""

    name = "xueji.cases"
    label = "cases"
    verbose_name = "业务办理"
