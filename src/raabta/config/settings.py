"""Django settings, from the environment (see `environment`)."""

from pathlib import Path
from typing import Any

import dj_database_url
import django_stubs_ext
from django.utils.translation import gettext_lazy as _

from raabta.config import environment as env
from raabta.config.logs import configure_logs

django_stubs_ext.monkeypatch()

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(env.text("DATA", "data")).resolve()
DATA.mkdir(mode=0o700, parents=True, exist_ok=True)

DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY", DATA)
SEAL_KEYS = [key for key in env.secret("SEAL_KEY", DATA).split(",") if key]  # newest first
BASE_URL = env.text("URL", "http://127.0.0.1:8000").rstrip("/")
IS_HTTPS = BASE_URL.startswith("https://")
ALLOWED_HOSTS = env.words("HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

DATABASE_URL = env.text("DATABASE_URL", f"sqlite:///{DATA / 'raabta.sqlite3'}")
WAREHOUSE_URL = env.text("WAREHOUSE_URL", f"duckdb:///{DATA / 'warehouse.duckdb'}")
WAREHOUSE_MEMORY = env.text("WAREHOUSE_MEMORY")  # such as 512MiB
WAREHOUSE_THREADS = env.text("WAREHOUSE_THREADS")
FILES = DATA / "files"

INSTALLED_APPS = [
    "raabta.kernel",
    "raabta.workspaces",
    "raabta.search",
    "raabta.customers",
    "raabta.tracking",
    "raabta.warehouse",
    "raabta.audiences",
    "raabta.content",
    "raabta.messaging",
    "raabta.campaigns",
    "raabta.forms",
    "raabta.commerce",
    "raabta.objects",
    "raabta.insights",
    "raabta.web",
    "raabta.api",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "template_partials",
]

MIDDLEWARE = [
    "raabta.api.intake.middleware.event_intake",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "raabta.web.middleware.content_security_policy",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "raabta.web.middleware.session_activity",
    "django_htmx.middleware.HtmxMiddleware",
    "raabta.web.middleware.member",
    "raabta.web.middleware.readers_language",
    "raabta.api.middleware.api_calls",
]

ROOT_URLCONF = "raabta.config.urls"
WSGI_APPLICATION = "raabta.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["django.templatetags.i18n"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-32768;"
        "PRAGMA temp_store=MEMORY;PRAGMA journal_size_limit=67108864;PRAGMA foreign_keys=ON"
    ),
}
DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(DATABASE_URL, conn_max_age=None, conn_health_checks=True)
}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"] |= {"ENGINE": "raabta.kernel.sqlite", "OPTIONS": SQLITE_OPTIONS}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kernel_cache",
    }
}
AUTH_USER_MODEL = "workspaces.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "raabta.web.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "raabta.web.account_forms.LoginForm",
    "reauthenticate": "raabta.web.account_forms.ReauthenticateForm",
    "reset_password": "raabta.web.account_forms.ResetPasswordForm",
    "reset_password_from_key": "raabta.web.account_forms.ResetPasswordKeyForm",
    "change_password": "raabta.web.account_forms.ChangePasswordForm",
    "set_password": "raabta.web.account_forms.SetPasswordForm",
    "add_email": "raabta.web.account_forms.AddEmailForm",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_CHANGE_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
MFA_ADAPTER = "raabta.web.accounts.FactorAdapter"
MFA_FORMS = {
    "authenticate": "raabta.web.account_forms.CodeForm",
    "reauthenticate": "raabta.web.account_forms.CodeAgainForm",
    "activate_totp": "raabta.web.account_forms.ActivateTOTPForm",
    "add_webauthn": "raabta.web.account_forms.AddPasskeyForm",
    "edit_webauthn": "raabta.web.account_forms.EditPasskeyForm",
}
MFA_TOTP_ISSUER = "Raabta"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs up here by themselves
USERSESSIONS_TRACK_ACTIVITY = False  # session_activity does, without a write at every request
ALLAUTH_TRUSTED_PROXY_COUNT = int(env.text("PROXIES", "0"))

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ur", _("Urdu")), ("bn", _("Bengali"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [PACKAGE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/dist/assets/.+-[\w-]{8}\.\w+$"

SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
)
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "raabta.web.errors.csrf_failure"
SESSION_COOKIE_NAME = "raabta_session"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2**20
FILE_UPLOAD_TEMP_DIR = None
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA / "system-mail"
EMAIL_SUBJECT_PREFIX = ""
DEFAULT_FROM_EMAIL = env.text("SYSTEM_FROM", "raabta@localhost")
if smtp := env.text("SYSTEM_SMTP"):
    from urllib.parse import unquote, urlsplit

    _smtp = urlsplit(smtp)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _smtp.hostname or ""
    EMAIL_PORT = _smtp.port or 25
    EMAIL_HOST_USER = unquote(_smtp.username or "")
    EMAIL_HOST_PASSWORD = unquote(_smtp.password or "")
    EMAIL_USE_TLS = _smtp.scheme == "smtp+tls"
    EMAIL_USE_SSL = _smtp.scheme == "smtps"

LOGGING_CONFIG = None
configure_logs(env.text("LOG", "info"))
