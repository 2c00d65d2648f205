"""The WSGI application that granian serves; whatever else serves it meets the same refusals to start."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phusa.config.settings")
application = get_wsgi_application()

from phusa.config.startup import refusals_to_start, settle  # noqa: E402 - it needs the applications

if refusals := refusals_to_start("127.0.0.1"):
    raise ImproperlyConfigured("\n".join(str(refusal) for refusal in refusals))
settle()
connections.close_all()  # a process that is forked from this one opens its own
