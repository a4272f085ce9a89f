"""Django's card of this room."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """证据."""

    name = "biaochi.evidence"
    label = "evidence"
    verbose_name = "证据"
    default_auto_field = "django.db.models.BigAutoField"
