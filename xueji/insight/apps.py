"""The room of counting, as Django knows it."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Counting and comparing."""

    name = "xueji.insight"
    label = "insight"
