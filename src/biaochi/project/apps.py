"""Django's card of the project: its start-up checks and its own command."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """工程."""

    name = "biaochi.project"
    label = "project"
    verbose_name = "工程"

    def ready(self) -> None:
        """Put the start-up checks in place."""
        from biaochi.project import checks  # noqa: PLC0415 (needs the apps)

        checks.register_all()
