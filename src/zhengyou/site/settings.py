"""Settings hold machines and secrets only; policy numbers are rows of rule packs and campaigns."""

import os
from pathlib import Path

import django_stubs_ext
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from zhengyou.site import environment

django_stubs_ext.monkeypatch()

PACKAGE = Path(__file__).resolve().parent.parent
VAR = environment.var()
DEBUG = environment.flag("ZHENGYOU_DEBUG")
SECRET_KEY = environment.secret("django")
SEAL_KEY_FILE = environment.secret_file("seal")
LOG_KEY_FILE = environment.secret_file("log")
"""The master keys of sealed data, the newest in the first line; lost with it is whatever they seal."""
ALLOWED_HOSTS = environment.hosts()
CSRF_TRUSTED_ORIGINS = environment.words("ZHENGYOU_ORIGINS")
RATING_BASE_URL = os.environ.get("RATING_BASE_URL", "").rstrip("/")
"""Where printed rating codes lead, without a closing slash; empty: the address of the request."""
BEHIND_TLS = environment.flag("ZHENGYOU_TLS")

ROOMS = [
    "zhengyou.records.ledger",
    "zhengyou.records.jobs",
    "zhengyou.records.seal",
    "zhengyou.records.documents",
    "zhengyou.records.sheets",
    "zhengyou.records.files",
    "zhengyou.records.notices",
    "zhengyou.registry.people",
    "zhengyou.registry.bodies",
    "zhengyou.registry.access",
    "zhengyou.registry.deadlines",
    "zhengyou.registry.approvals",
    "zhengyou.registry.papers",
    "zhengyou.registry.services",
    "zhengyou.campaign.plans",
    "zhengyou.campaign.campaigns",
    "zhengyou.mechanisms.orders",
    "zhengyou.mechanisms.scoring",
    "zhengyou.instruments.display",
    "zhengyou.instruments.ratings",
    "zhengyou.instruments.complaints",
    "zhengyou.reports",
]
"""The rooms in the order of the floors, lowest first."""

INSTALLED_APPS = [
    "zhengyou.site",
    *ROOMS,
    "procrastinate.contrib.django",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "zhengyou.site.refusals.ReadableMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zhengyou.registry.people.web.VisitMiddleware",
    "zhengyou.registry.access.web.ActorMiddleware",
    "zhengyou.site.refusals.RefusalMiddleware",
]
ROOT_URLCONF = "zhengyou.site.urls"
WSGI_APPLICATION = "zhengyou.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "zhengyou.site.context.site",
            ],
        },
    }
]

DATABASES = {"default": environment.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
LOGIN_URL = "people:sign-in"
LOGIN_REDIRECT_URL = "desk"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "zhengyou.registry.people.passwords.MixedValidator"},
]

SESSION_COOKIE_NAME = "zy_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "zhengyou.site.refusals.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "zy_language"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
FORMAT_MODULE_PATH = ["zhengyou.site.formats"]
LOCALE_PATHS = [PACKAGE / "kernel" / "locale"]
"""The kernel is no app of Django's but speaks to people; every other room is found by itself."""

STATIC_URL = "/static/"
MEDIA_ROOT = VAR / "files"
RESEARCH_ROOT = VAR / "research"
"""Finished months as Parquet files (docs/scale.md)."""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Static files are served from where they lie; built ones carry a hash in their name and are kept for ever.
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/dist/.+-[\w-]{8}\.\w+$"

PUBLIC_PAGES_KEPT = int(os.environ.get("PUBLIC_PAGES_KEPT", "60"))
"""For so many seconds each web process keeps what a unit's public page shows to everybody; 0: draw it each time."""

EMAIL_BACKEND = environment.mail_backend()
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_TLS") == "start"
EMAIL_USE_SSL = os.environ.get("EMAIL_TLS") == "whole"
EMAIL_TIMEOUT = 20
SMS_ADDRESS = os.environ.get("SMS_ADDRESS", "")
SMS_TOKEN = os.environ.get("SMS_TOKEN", "")
MODEL_ADDRESS = os.environ.get("MODEL_ADDRESS", "")
"""An OpenAI-compatible language model that may propose what a plan says; without it and a name there is none."""
MODEL_NAME = os.environ.get("MODEL_NAME", "")
MODEL_KEY = os.environ.get("MODEL_KEY", "")
MODEL_PATIENCE = os.environ.get("MODEL_PATIENCE", "")
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "zhengyou@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "zhengyou": {"level": "INFO"},
        # Django writes the whole address into this log; addresses of public pages hold codes, never personal data.
        "django.request": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
