"""What the web server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biaochi.project.settings")
application = get_wsgi_application()

from biaochi.project.checks import refuse_unsafe  # noqa: E402 (Django has to be set up first)

refuse_unsafe()
