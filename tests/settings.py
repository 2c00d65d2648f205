"""The program's settings as the tests use them: a home of their own, and nothing of the person who runs them."""

import os
import tempfile
from pathlib import Path

_home = Path(tempfile.mkdtemp(prefix="phusa-tests-"))  # removed by conftest.py
os.environ["PHUSA_HOME"] = str(_home)
os.environ["PHUSA_ENVIRONMENT"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "phusa.config.settings"  # for processes that a test starts

from phusa.config.settings import *  # noqa: E402, F403
from tests.strict_templates import UndefinedVariable  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # argon2 is slow by design; its own tests use it
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable()  # noqa: F405
WHITENOISE_AUTOREFRESH = True  # or every client of a test begins by listing all static files
