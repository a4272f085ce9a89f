"""Django's card of this room."""

from django.apps import AppConfig


class AppraisalsConfig(AppConfig):
    """考核."""

    name = "biaochi.appraisals"
    label = "appraisals"
    verbose_name = "考核"
    default_auto_field = "django.db.models.BigAutoField"
