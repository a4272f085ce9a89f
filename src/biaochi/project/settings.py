"""Django's settings, worked out from the environment; nothing else reads it."""

from biaochi.access.keys import secret_key
from biaochi.project import env as environment
from biaochi.project.database import databases

ENV = environment.read()
DEBUG = ENV.debug
SECRET_KEY = secret_key(ENV.home)
ALLOWED_HOSTS = list(ENV.hosts)
HOME = ENV.home
SECOND_FACTOR = ENV.second_factor
IDLE_MINUTES = ENV.idle_minutes
FONTS = ENV.fonts

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "ninja",
    "biaochi.access",
    "biaochi.trail",
    "biaochi.tasks",
    "biaochi.registry",
    "biaochi.evidence",
    "biaochi.appraisals",
    "biaochi.findings",
    "biaochi.matters",
    "biaochi.documents",
    "biaochi.web",
    "biaochi.project",
]
AUTH_USER_MODEL = "access.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES = databases(ENV)

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "biaochi.web.headers.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "biaochi.web.signed.Signed",
]
ROOT_URLCONF = "biaochi.project.urls"
WSGI_APPLICATION = "biaochi.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "biaochi.web.layout.frame",
            ],
            "builtins": ["biaochi.web.templatetags.biaochi"],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

PASSWORD_HASHERS = ["biaochi.access.hashing.Argon2"]
AUTHENTICATION_BACKENDS = ["biaochi.web.signed.Backend"]
LOGIN_URL = "/login/"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-biaochi" if ENV.https else "biaochi"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_NAME = "__Host-csrf" if ENV.https else "csrf"
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False  # the proxy in front does it
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.https else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["stderr"], "level": "WARNING"}},
}
