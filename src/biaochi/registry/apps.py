"""Django's card of this room."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """人员与机构."""

    name = "biaochi.registry"
    label = "registry"
    verbose_name = "人员与机构"
    default_auto_field = "django.db.models.BigAutoField"
