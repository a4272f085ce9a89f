"""Django's card of this room."""

from django.apps import AppConfig


class MattersConfig(AppConfig):
    """事项."""

    name = "biaochi.matters"
    label = "matters"
    verbose_name = "事项"
    default_auto_field = "django.db.models.BigAutoField"
