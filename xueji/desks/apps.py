from django.apps import AppConfig


class DesksConfig(AppConfig):
    """Where people sit."""

    name = "xueji.desks"
    label = "desks"
