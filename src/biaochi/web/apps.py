"""Django's card of this room."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """网页."""

    name = "biaochi.web"
    label = "web"
    verbose_name = "网页"
