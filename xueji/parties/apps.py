from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Who exists and who may."""

    name = "xueji.parties"
    label = "parties"
    verbose_name = "单位与人员"
