"""Pages about officials: the list, the sheet, their posts and absences."""

from biaochi.web.people.addresses import urlpatterns

__all__ = ["urlpatterns"]
