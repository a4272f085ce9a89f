"""Django's card of this room."""

from django.apps import AppConfig


class FindingsConfig(AppConfig):
    """提示."""

    name = "biaochi.findings"
    label = "findings"
    verbose_name = "提示"
    default_auto_field = "django.db.models.BigAutoField"
