"""Settings of the Django project, read from the environment once (`environment.py`)."""

from pathlib import Path
from typing import Any

from throughcare.config.environment import current, database

ENVIRONMENT = current()
SOURCE = Path(__file__).resolve().parents[1]

SECRET_KEY = ENVIRONMENT.secret_key
DEMONSTRATION = ENVIRONMENT.is_demonstration
DEBUG = False
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
ROOT_URLCONF = "throughcare.config.urls"
WSGI_APPLICATION = "throughcare.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "access.Account"
USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"

ROOMS = [
    "throughcare.clock",
    "throughcare.outbox",
    "throughcare.audit",
    "throughcare.notify",
    "throughcare.documents",
    "throughcare.govuk",
    "throughcare.organisation",
    "throughcare.access",
    "throughcare.restructure",
    "throughcare.people",
    "throughcare.probation",
    "throughcare.allocation",
    "throughcare.desk",
    "throughcare.cli",
    "throughcare.config",
]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    *ROOMS,
]

# Every request is one transaction: the act, its audit entry and its event stand or fall together.
DATABASES: dict[str, dict[str, Any]] = {  # Any: Django's own shape
    "default": database(ENVIRONMENT) | {"ATOMIC_REQUESTS": True, "CONN_MAX_AGE": 60},
}
