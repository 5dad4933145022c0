"""Settings of the Django project, read from the environment once (`environment.py`)."""

from pathlib import Path
from typing import Any

from throughcare.config.environment import ROOT, current, database
from throughcare.config.releases import software

ENVIRONMENT = current()
SOURCE = Path(__file__).resolve().parents[1]
PLANS = ROOT / "plans"
SOFTWARE = software()

IS_DEMONSTRATION = ENVIRONMENT.is_demonstration
PREFERENCES_CLOSE_DAYS = ENVIRONMENT.reforms.preferences_close_days
CHALLENGE_DAYS = ENVIRONMENT.reforms.challenge_days
REDIRECT_MONTHS = ENVIRONMENT.reforms.redirect_months
FEED_DAYS = ENVIRONMENT.feeds.days
FEED_READS = ENVIRONMENT.feeds.reads
API_REQUESTS = ENVIRONMENT.partners.requests
WEBHOOK_HOSTS = ENVIRONMENT.partners.webhook_hosts
VIRUS_SCANNER = ENVIRONMENT.scanning.program
VIRUS_SCANNER_SECONDS = ENVIRONMENT.scanning.seconds
FIRST_HOUR_MINUTES = ENVIRONMENT.reforms.first_hour_minutes
FIRST_HOUR_MS = ENVIRONMENT.reforms.first_hour_ms
TOLD_PERCENT = ENVIRONMENT.reforms.told_percent
TRANSITION_DAYS = ENVIRONMENT.reforms.transition_days
SECRET_KEY = ENVIRONMENT.secret_key
DEMONSTRATION = ENVIRONMENT.is_demonstration
REHEARSAL = ENVIRONMENT.rehearsals.is_copy
GO_ASKS_GATES = ENVIRONMENT.reforms.go_asks_gates
REHEARSAL_LIMITS = ENVIRONMENT.rehearsals.limits
REHEARSAL_SEVERITY = ENVIRONMENT.rehearsals.agreed
REMIND_HOURS = ENVIRONMENT.reminders.hours
REMIND_LIMITED = ENVIRONMENT.reminders.includes_limited
CHECKIN_VIDEO_BYTES = ENVIRONMENT.checkins.video_bytes
CHECKIN_VIDEO_DAYS = ENVIRONMENT.checkins.video_days
FACE_COMPARISON_URL = ENVIRONMENT.checkins.comparison_url
FACE_COMPARISON_KEY = ENVIRONMENT.checkins.comparison_key
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
    "throughcare.rehearsal",
    "throughcare.transition",
    "throughcare.handover",
    "throughcare.linkage",
    "throughcare.people",
    "throughcare.sentences",
    "throughcare.probation",
    "throughcare.services",
    "throughcare.housing",
    "throughcare.checkins",
    "throughcare.unpaidwork",
    "throughcare.assessments",
    "throughcare.victims",
    "throughcare.allocation",
    "throughcare.risk",
    "throughcare.measures",
    "throughcare.disclosure",
    "throughcare.nation",
    "throughcare.desk",
    "throughcare.partners",
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

# What a browser is held to stands outermost, so that it holds for every answer.
MIDDLEWARE = [
    "throughcare.govuk.middleware.page_rules",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "throughcare.transition.announcing.answer_open_screens",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "throughcare.access.middleware.PinnedRequests",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "throughcare.govuk.middleware.RefusalPages",
]
SECURE_HSTS_SECONDS = 31_536_000  # sent over https only
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60  # `access.rules.sessions` ends a session sooner, or at this age
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.signing_in.is_https
CSRF_FAILURE_VIEW = "throughcare.govuk.errors.form_expired"

# How people prove who they are.
PUBLIC_URL = ENVIRONMENT.signing_in.public_url
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []
PROXIES = ENVIRONMENT.signing_in.proxies
PUBLIC_PAGES_LIMIT = ENVIRONMENT.signing_in.public_pages_limit
PROVIDER = ENVIRONMENT.signing_in.provider
FORM_ACTIONS = (PROVIDER.origin,) if PROVIDER else ()
PASSWORD_HASHERS = [
    "throughcare.access.hashing.Argon2idHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",  # of before; renewed at the next sign-in
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ("username", "display_name")}),
    )
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "throughcare.govuk.jinja.environment",
            "context_processors": [
                "throughcare.govuk.frame.page_context",
                "throughcare.transition.announcing.page_context",
            ],
        },
    },
]

COMPILED_TEMPLATES = ENVIRONMENT.home / "templates"

# `govuk/front/build.js` writes there; a directory named by its contents may be cached for ever.
STATIC_URL = "/assets/"
STATIC_ROOT = ENVIRONMENT.home / "assets"
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/assets/[0-9a-f]{12}/"
WHITENOISE_ALLOW_ALL_ORIGINS = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"references": {"()": "throughcare.govuk.logs.ReferencesOnly"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "references"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"level": "INFO", "handlers": ["console"], "propagate": False},
        "procrastinate": {"level": "WARNING"},
    },
}

# Every request is one transaction: the act, its audit entry and its event stand or fall together.
# Values travel apart from the statement, which PostgreSQL reads and plans once for a connection
# that has run it so many times before.
place = database(ENVIRONMENT)
DATABASES: dict[str, dict[str, Any]] = {  # Any: Django's own shape
    "default": place
    | {
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": place.get("OPTIONS", {})
        | {
            "server_side_binding": True,
            "prepare_threshold": 2 if ENVIRONMENT.prepares_statements else None,
        },
    },
}

# Who is signed in and where they can go, for the head of every page.
PAGE_FRAME = "throughcare.desk.frame.frame"
