from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Paper with force."""

    name = "xueji.documents"
    label = "documents"
