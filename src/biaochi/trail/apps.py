"""Django's card of this room."""

from django.apps import AppConfig


class TrailConfig(AppConfig):
    """留痕."""

    name = "biaochi.trail"
    label = "trail"
    verbose_name = "留痕"
    default_auto_field = "django.db.models.BigAutoField"
