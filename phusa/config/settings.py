"""Settings of one installation, read from the environment; every default suits a single office PC.

PHUSA_HOME          directory of the database, the files and the keys (default ./var)
PHUSA_ENVIRONMENT   development | demo | test | production (default production; demo in a home of `phusa demo`)
PHUSA_DATABASE_URL  empty for SQLite under PHUSA_HOME, or postgresql://user:password@host:port/name
PHUSA_SECRET_KEY    empty to read PHUSA_HOME/secret.key, which `phusa init` writes
PHUSA_HOSTS         names the installation answers to, separated by commas (production)
PHUSA_PLAIN_HTTP    1 where no proxy that ends TLS stands in front (a trial in a closed network)
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

PACKAGE = Path(__file__).resolve().parent.parent
PHUSA_HOME = Path(os.environ.get("PHUSA_HOME") or "var").resolve()
DEMONSTRATION_MARK = PHUSA_HOME / "demonstration"  # written by `phusa demo`: this home holds invented data
PHUSA_ENVIRONMENT = os.environ.get("PHUSA_ENVIRONMENT") or ("demo" if DEMONSTRATION_MARK.exists() else "production")
if PHUSA_ENVIRONMENT not in {"development", "demo", "test", "production"}:
    raise ImproperlyConfigured(
        f"PHUSA_ENVIRONMENT is «{PHUSA_ENVIRONMENT}»; it must be development, demo, test or production."
    )
PHUSA_DEMONSTRATION = PHUSA_ENVIRONMENT == "demo"
_REAL = PHUSA_ENVIRONMENT == "production"

DEBUG = False
DEFAULT_SECRET_KEY = "insecure-default-key-of-development-and-tests-never-of-an-office"  # noqa: S105


def _secret_key() -> str:
    """The environment's key, else the key file, else the default, which start-up refuses in production."""
    from_environment = os.environ.get("PHUSA_SECRET_KEY", "")
    if from_environment:
        return from_environment
    key_file = PHUSA_HOME / "secret.key"
    return key_file.read_text().strip() if key_file.is_file() else DEFAULT_SECRET_KEY


SECRET_KEY = _secret_key()

ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
if _REAL:
    ALLOWED_HOSTS += [host.strip() for host in os.environ.get("PHUSA_HOSTS", "").split(",") if host.strip()]
if PHUSA_ENVIRONMENT == "test":
    ALLOWED_HOSTS += ["testserver"]


def _database(url: str) -> dict[str, Any]:
    """Django's database entry of a URL; SQLite under PHUSA_HOME when the URL is empty.

    SQLite's settings are those under which fifty writing processes lose nothing (docs/decisions/0004).
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": PHUSA_HOME / "phusa.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 60,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("PHUSA_DATABASE_URL must begin with postgresql:// or be empty for SQLite.")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or parts.hostname or "",
        "PORT": str(parts.port or ""),
        # Questions of a page are short; compiling one takes PostgreSQL a second, answering it a tenth of that.
        "OPTIONS": {"options": "-c jit=off", **query},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database(os.environ.get("PHUSA_DATABASE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "axes",
    "rules",
    "django_htmx",
    "django_filters",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_tasks",
    "django_tasks_db",
    # from the bottom of the house to its top
    "phusa.foundation.records",
    "phusa.foundation.journal",
    "phusa.foundation.access",
    "phusa.foundation.ui",
    "phusa.foundation.instruments",
    "phusa.foundation.organizations",
    "phusa.foundation.legal",
    "phusa.foundation.search",
    "phusa.foundation.files",
    "phusa.foundation.documents",
    "phusa.foundation.imports",
    "phusa.planning.assignments",
    "phusa.planning.indicators",
    "phusa.planning.schemes",
    "phusa.planning.meetings",
    "phusa.planning.requests",
    "phusa.planning.cooperation",
    "phusa.delivery.overlap",
    "phusa.insight.audit",
    "phusa.insight.dashboards",
    "phusa.insight.help",
    "phusa.demonstration",
    "phusa.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "phusa.foundation.ui.middleware.Preferences",
    "phusa.foundation.files.uploading.LimitedBody",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "phusa.foundation.ui.middleware.Refusals",
    "phusa.foundation.access.web.DenyByDefault",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "phusa.config.urls"
WSGI_APPLICATION = "phusa.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            PACKAGE / "foundation" / "ui" / "templates"
        ],  # before the pages that the parts we build on bring along
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "phusa.foundation.ui.context.shell",
            ],
            "builtins": ["django.templatetags.i18n", "phusa.foundation.ui.templatetags.ui"],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# Languages: msgids are English, every page is complete in both.
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]  # the kernel, which is no application
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
FORMAT_MODULE_PATH = "phusa.config.formats"

# Accounts and sessions
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = False  # axes counts instead: in the database, for all processes, by name and address
ACCOUNT_ADAPTER = "phusa.foundation.access.web.Accounts"
ACCOUNT_FORMS = {"change_password": "phusa.foundation.access.forms.ChangePassword"}
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "phusa.foundation.access.web.lockout_name"
AXES_CLIENT_IP_CALLABLE = "phusa.foundation.access.web.client_address"
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "phusa.foundation.ui.web.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if _REAL and os.environ.get("PHUSA_PLAIN_HTTP") != "1":  # a proxy that ends TLS stands in front, see docs/operations
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Files that the program serves, and files that people give it
STATIC_URL = "static/"
STATIC_ROOT = PHUSA_HOME / "static" if _REAL else None  # elsewhere served from where the packages keep them
STORAGES = {
    "default": {"BACKEND": "phusa.foundation.files.storage.DurableStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _REAL
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not _REAL
MEDIA_ROOT = PHUSA_HOME / "files"
MEDIA_URL = ""  # nothing that people upload is ever served by address
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "phusa.foundation.files.uploading.LimitedUpload",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # the preview of an import is one long form
PHUSA_UPLOAD_LIMIT = 30 << 20  # bytes a file may have

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
if PHUSA_ENVIRONMENT == "test":
    TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    STORAGES["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "level": "WARNING"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.request": {"level": "ERROR"}},  # that a page is not open to somebody is no fault
}
