"""Django's settings. Everything a deployment decides comes from the environment; nothing secret stands here."""

import os
from pathlib import Path

import pghistory
import pgtrigger

from xueji.server.border import border_settings
from xueji.server.database import django_config
from xueji.server.mail import mail_settings
from xueji.server.secret import secret_key

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ["XUEJI_DATA"]) if os.environ.get("XUEJI_DATA") else None

DEBUG = False
SECRET_KEY = secret_key(DATA)
ALLOWED_HOSTS = os.environ.get("XUEJI_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
HTTPS = os.environ.get("XUEJI_HTTPS") == "1"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "xueji.parties",
    "xueji.records",
    "xueji.cases",
    "xueji.exchange",
    "xueji.insight",
    "xueji.documents",
    "xueji.desks",
    "xueji.server",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "xueji.server.headers.content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "xueji.desks.language.speak_the_chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "xueji.desks.sign_in.idle.end_idle_sessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "xueji.desks.access.act_within_scope",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "xueji.server.urls"
WSGI_APPLICATION = "xueji.server.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": False,
        "DIRS": [
            PACKAGE / "desks" / "design" / "templates",
            *sorted((PACKAGE / "desks").glob("*/templates")),
        ],
        "OPTIONS": {
            "environment": "xueji.desks.design.environment.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "xueji.desks.framing.page_frame",
            ],
        },
    },
]

DATABASES = {"default": django_config(os.environ.get("XUEJI_DATABASE_URL", "postgresql:///xueji"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "parties.Account"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# Django's own Argon2 parameters take 100 MB a sign-in; these follow OWASP's second choice (19 MiB, t=2, p=1).
PASSWORD_HASHERS = ["xueji.parties.entrance.passwords.CalmArgon2"]
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "xueji.desks.access.locked_out"
AXES_VERBOSE = False

# Two factors for staff (等保 2.0, level 3): "required" or "offered". Unset: required, but only offered in training.
SECOND_FACTOR = os.environ.get("XUEJI_SECOND_FACTOR", "")
# Days without a sign-in after which an account is sealed, 0 for never. Unset: 90, but never in training.
SEAL_UNUSED_AFTER_DAYS = int(os.environ["XUEJI_SEAL_AFTER_DAYS"]) if os.environ.get("XUEJI_SEAL_AFTER_DAYS") else None

# Mail of the day (smtp+tls://user:pass@host:587); unset, it is written to the console.
globals().update(mail_settings(os.environ.get("XUEJI_SMTP_URL", "")))
DEFAULT_FROM_EMAIL = os.environ.get("XUEJI_MAIL_FROM") or "xueji@localhost"

# The exchange with the national system (address, province, key); without an address the border is closed.
_BORDER = border_settings(DATA)
EXCHANGE_URL, EXCHANGE_KEY = _BORDER.url, _BORDER.key
EXCHANGE_PROVINCE = _BORDER.province

SESSION_IDLE_MINUTES = int(os.environ.get("XUEJI_IDLE_MINUTES") or 30)
SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "xueji.desks.errors.csrf_failed"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A batch of 2,000 selected rows posts one field a row.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "desks" / "locale", PACKAGE / "desks" / "design" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [("design", PACKAGE / "desks" / "design" / "static" / "design")]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
# Files are served from the package: the cache key is in the address, no collecting step is needed.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# One trigger a statement, not a row: a batch of 200 costs one insert into the history, and COPY stays fast.
PGHISTORY_LEVEL = pgtrigger.Statement
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
# History is read by the row it tells of; indexes on its other columns would only slow every write.
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)
PGHISTORY_FIELD = pghistory.Field(db_index=False)

SILENCED_SYSTEM_CHECKS = ["axes.W003"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("XUEJI_LOG", "WARNING")},
}
