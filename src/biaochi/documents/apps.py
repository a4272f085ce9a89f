"""Django's card of this room."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """文书."""

    name = "biaochi.documents"
    label = "documents"
    verbose_name = "文书"
    default_auto_field = "django.db.models.BigAutoField"
