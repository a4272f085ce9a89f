"""Django's card of this room."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """访问权限."""

    name = "biaochi.access"
    label = "access"
    verbose_name = "访问权限"
    default_auto_field = "django.db.models.BigAutoField"
