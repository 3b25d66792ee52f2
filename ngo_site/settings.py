"""Settings, all from the environment (12-factor). docs/settings.md describes each; nonsense stops the start."""

import sys
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy

from core import env, logs
from core.mail import email_url, provider_url

from . import required_settings
from .language_names import LANGUAGE_NAMES
from .password_settings import AUTH_PASSWORD_VALIDATORS, PASSWORD_HASHERS  # noqa: F401
from .roles import ROLES
from .template_settings import TEMPLATES  # noqa: F401

BASE_DIR = Path(__file__).resolve().parent.parent

if _missing := required_settings.missing():
    raise ImproperlyConfigured(_missing)

DEBUG = env.flag("DEBUG")
DEMO = env.flag("NGO_DEMO")
SECRET_KEY = env.text("SECRET_KEY", "only-for-development-on-this-computer" if DEBUG else env._REQUIRED)
SECRET_KEY_FALLBACKS = env.names("SECRET_KEY_FALLBACKS", "")
SITE_URL = env.origin("SITE_URL", "http://127.0.0.1:8000" if DEBUG else env._REQUIRED)
HTTPS = SITE_URL.startswith("https:")
_HOST = SITE_URL.split("://")[1].rsplit(":", 1)[0]
ALLOWED_HOSTS = [_HOST, *(name for name in env.names("ALLOWED_HOSTS") if name != _HOST)]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

_IS_INVENTED = DEMO or DEBUG  # nobody else speaks in the name of the demo's organisation
ORGANISATION = {
    "name": env.text("ORGANISATION_NAME", "Sixth Copy" if _IS_INVENTED else env._REQUIRED),
    "tagline": env.text("ORGANISATION_TAGLINE", "Pass it on."),
    "email": env.text("ORGANISATION_EMAIL", "office@sixthcopy.example" if _IS_INVENTED else env._REQUIRED),
    "address": env.text("ORGANISATION_ADDRESS", ""),
    "donations": env.link("DONATE_URL"),
}
# Signers' contact data is sealed to this key; its other half never comes near the server.
ORGANISATION_PUBLIC_KEY = env.public_key("ORGANISATION_PUBLIC_KEY")
FINGERPRINT_SECRET = env.text("FINGERPRINT_SECRET", SECRET_KEY if DEBUG else env._REQUIRED)
if len(FINGERPRINT_SECRET) < 32:
    raise ImproperlyConfigured("FINGERPRINT_SECRET is too short; write 32 random characters or more.")

# Days after closing; until then a petition may be opened again, afterwards nothing tells one mailbox from another.
FINGERPRINTS_KEPT_FOR = env.integer("FINGERPRINTS_KEPT_FOR", 30)

INSTALLED_APPS = [
    # First, so that ours can take away what they connect by themselves.
    "django_comments_xtd",
    "django_comments",
    "ngo_site.apps.SiteConfig",
    "campaigns",
    "articles",
    "organisation",
    "newsletters",
    "publishing",
    "core",
    "ngo_site.apps.Admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sites",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "ckeditor",
    "django_countries",
    "csp",
    "django_otp",
    "django_otp_webauthn",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.http.security_policy.SecurityPolicy",
    "core.http.middleware.LanguageFromPath",
    "core.http.request_bodies.BodyLimit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.accounts.desk_sessions.DeskSessionMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "ngo_site.not_found.NotFoundPage",
    "core.redirects.RedirectMiddleware",
    "core.redirects.page_registry.MovedPageMiddleware",
]

ROOT_URLCONF = "ngo_site.urls"
WSGI_APPLICATION = "ngo_site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_ID = 1

# Web processes, and the requests that each has in Django at once; ngo_site/serving.py counts their connections.
WEB_WORKERS = env.integer("WEB_WORKERS", 2, least=1)
WEB_THREADS = env.integer("WEB_THREADS", 4, least=1)
# Seconds for the body of a request, and one more for each 500 bytes that have come.
BODY_TIMEOUT = env.integer("BODY_TIMEOUT", 20, least=1)

# Database

DATABASES = {
    "default": {
        # A server that is away is noticed within seconds; what DATABASE_URL says itself counts more.
        **env.database(
            "DATABASE_URL",
            connect_timeout=env.integer("DATABASE_CONNECT_TIMEOUT", 3, least=1),
            keepalives_idle=30,
            keepalives_interval=5,
            keepalives_count=3,
            tcp_user_timeout=30_000,  # milliseconds
        ),
        "CONN_MAX_AGE": env.integer("DATABASE_CONN_MAX_AGE", 600),
        "CONN_HEALTH_CHECKS": True,
    }
}
# Seconds, in web processes only (ngo_site/wsgi.py): commands and jobs may take as long as they need.
DATABASE_STATEMENT_TIMEOUT = env.integer("DATABASE_STATEMENT_TIMEOUT", 30)
DATABASE_LOCK_TIMEOUT = env.integer("DATABASE_LOCK_TIMEOUT", 2)
# Seconds that migrate waits for a lock, for whoever comes after it waits, too.
DATABASE_MIGRATE_LOCK_TIMEOUT = env.integer("DATABASE_MIGRATE_LOCK_TIMEOUT", 5)
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# Mail

globals().update(
    email_url.parse(env.text("EMAIL_URL", "demo://" if DEMO else "console://" if DEBUG else env._REQUIRED))
)
DEFAULT_FROM_EMAIL = env.mail_address("MAIL_FROM", f"{ORGANISATION['name']} <{ORGANISATION['email']}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Mails that strangers' forms may cause in an hour, all in all; more of them leave later, and the desk says so.
MAIL_CONNECTIONS = env.integer("MAIL_CONNECTIONS", 4, least=1)
LETTERS_A_MINUTE_PER_DOMAIN = env.integer("LETTERS_A_MINUTE_PER_DOMAIN", 0)
UNASKED_MAILS_AN_HOUR = env.integer("UNASKED_MAILS_AN_HOUR", 10_000, least=20)
MAIL_EVENTS_SECRET = env.secret("MAIL_EVENTS_SECRET")
ANYMAIL = provider_url.with_events(globals()["EMAIL_BACKEND"], globals().get("ANYMAIL", {}), MAIL_EVENTS_SECRET)
BOUNCES = email_url.mailbox(env.text("BOUNCES_URL", ""))
DEMO_MAIL_DIR = BASE_DIR / ".demo" / "mail"

# A letter to many leaves when a second person has pressed the button, too.
BULK_MAIL_NEEDS_TWO = env.flag("BULK_MAIL_NEEDS_TWO")

# Countries: those of ISO 3166-1, and Kosovo under the letters that the European Union and CLDR use for it.
COUNTRIES_OVERRIDE = {"XK": {"name": gettext_lazy("Kosovo"), "alpha3": "XKX"}}

# Files

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(BASE_DIR / ".static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = ["core.http.static.StylesheetFinder", "core.http.static.PackagesFinder"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(BASE_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "core.media.storage.MediaStorage"},
    "staticfiles": {"BACKEND": "core.http.static.HashedStaticFiles"},
}
WHITENOISE_USE_FINDERS = DEBUG
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
# Megabytes. Uploads above two of them wait in a temporary file, not in memory.
LARGEST_FILM = env.integer("LARGEST_FILM", 500, least=1)
LARGEST_DOCUMENT = env.integer("LARGEST_DOCUMENT", 50, least=1)
# Bytes that a request of somebody at the desk may have; everybody else's is a small form (core/http/request_bodies.py).
LARGEST_REQUEST = (max(LARGEST_FILM, LARGEST_DOCUMENT) + 10) * 1024 * 1024

# Backups: how many days and weeks keep one

BACKUP_FOLDER = Path(env.text("BACKUP_FOLDER", str(BASE_DIR / "backups")))
BACKUP_PUBLIC_KEY = env.age_key("BACKUP_PUBLIC_KEY")
BACKUPS_KEPT = env.integers("BACKUPS_KEPT", "7,4")

# Language and time

LANGUAGE_CODE = env.text("LANGUAGE_CODE", "en")
LANGUAGES = [(code, LANGUAGE_NAMES.get(code, code)) for code in env.names("LANGUAGES", LANGUAGE_CODE)]
# An article or a subscriber may speak a language in which the interface is not offered.
CONTENT_LANGUAGES = sorted(LANGUAGE_NAMES.items())
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["ngo_site.formats"]
TIME_ZONE = env.text("TIME_ZONE", "UTC")
USE_I18N = True
USE_TZ = True

# Security

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600 if HTTPS else 0
# The operator's choice: they bind every host below the site's, and browsers' own lists forget slowly.
SECURE_HSTS_PRELOAD = HTTPS and env.flag("HSTS_PRELOAD")
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD or (HTTPS and env.flag("HSTS_SUBDOMAINS"))
# Only when a proxy of one's own sets the header and strips what visitors send.
BEHIND_PROXY = env.flag("BEHIND_PROXY")
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES", "127.0.0.0/8,::1")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
NGINX_HITS = env.text("NGINX_HITS", "")  # set by `serve`
SESSION_ENGINE = "core.http.sessions"
# Only people at the desk are told anything so, and they have a session; nobody's cookies are looked through.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_SECURE = HTTPS
# A session ends so many minutes after its last use, and so many days after the login.
SESSION_IDLE_MINUTES = env.integer("SESSION_IDLE_MINUTES", 120, least=1)
SESSION_DAYS = env.integer("SESSION_DAYS", 7, least=1)
SESSION_COOKIE_AGE = SESSION_DAYS * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "ngo_site.refused.csrf_failure"
LOGIN_URL = "admin:login"
# Roles that come in with a second factor only: all that publish, give out what others entrusted to us, or give roles.
SECOND_FACTOR_REQUIRED_FOR = env.some_of(
    "SECOND_FACTOR_REQUIRED_FOR", "none" if _IS_INVENTED else "administrator,editor,campaigner", ROLES
)

# Videos from elsewhere are framed only after a click, from these hosts and no others.
VIDEO_FRAME_HOSTS = ["www.youtube-nocookie.com", "player.vimeo.com", "geo.dailymotion.com"]
PEERTUBE_HOSTS = env.names("PEERTUBE_HOSTS", "framatube.org,video.blender.org")
# Who is asked for a film's title and still: a host, or host=address of what stands in for it.
_ASKED = "www.youtube.com,vimeo.com,www.dailymotion.com,framatube.org,video.blender.org"
FILM_DETAILS_HOSTS = env.names("FILM_DETAILS_HOSTS", _ASKED)
PASTED_PICTURE_HOSTS = env.names("PASTED_PICTURE_HOSTS", "googleusercontent.com")  # with all names below them
_OWN = ("script-src", "style-src", "img-src", "font-src", "media-src", "connect-src", "manifest-src", "form-action")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        **{name: [NONE] for name in ("default-src", "frame-ancestors", "base-uri")},
        **{name: [SELF] for name in _OWN},
        "frame-src": [SELF, *(f"https://{host}" for host in VIDEO_FRAME_HOSTS + PEERTUBE_HOSTS)],
    }
}
# Nothing here asks for a device, a place or a payment, and no other site takes our pages into its own, but for what
# says otherwise itself: cards to embed, pictures, the petitions' JSON.
_NEVER_USED = (
    *("accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope", "hid"),
    *("magnetometer", "microphone", "midi", "payment", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking"),
)
SECURITY_HEADERS = {
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _NEVER_USED),
    "Cross-Origin-Resource-Policy": "same-origin",
}

# Whether robots.txt and the pages ask search engines in; a staging site keeps them out.
FOUND_BY_SEARCH_ENGINES = env.flag("FOUND_BY_SEARCH_ENGINES", default=True)
# The one door for requests to other hosts; loopback only for development and tests.
FETCH_ALLOWED_LOOPBACK = env.names("FETCH_ALLOWED_LOOPBACK")
# Whether we tell other sites that an article links to them; a demo or a staging site tells nobody.
SEND_MENTIONS = env.flag("SEND_MENTIONS", default=not DEMO)
RECEIVE_TRACKBACKS = env.flag("RECEIVE_TRACKBACKS")  # the oldest of linkbacks: mostly spam

# Comments: closed so many days after publication (0: never), held with more links, the work a browser has to do
COMMENTS_CLOSE_AFTER = env.integer("COMMENTS_CLOSE_AFTER", 0)
COMMENTS_MOST_LINKS = env.integer("COMMENTS_MOST_LINKS", 2)
COMMENTS_PROOF_OF_WORK = env.integer("COMMENTS_PROOF_OF_WORK", 0)

# An address such as sign@example.org: who answers the mail confirms, see the command receive_mail. Empty: not offered.
CONFIRM_BY_REPLY = env.mail_address("CONFIRM_BY_REPLY", "")

# A hub that tells feed readers what is new (WebSub); feeds name it, and it is told when something is published.
WEBSUB_HUB = env.text("WEBSUB_HUB", "")

# Guests: each is used behind one module of ours

OTP_WEBAUTHN_RP_ID = _HOST
OTP_WEBAUTHN_RP_NAME_CALLABLE = "core.accounts.passkeys.site_name"
OTP_WEBAUTHN_ALLOWED_ORIGINS = [SITE_URL]
OTP_WEBAUTHN_ALLOW_PASSWORDLESS_LOGIN = False
COMMENTS_APP = "django_comments_xtd"
COMMENTS_XTD_CONFIRM_EMAIL = False
COMMENTS_XTD_THREADED_EMAILS = False
COMMENTS_XTD_MAX_THREAD_LEVEL = 3
# CKEditor 4 is at its end of life: it runs in the admin only, and what it yields is cleaned on the server.
# On a computer of one's own, reached by its number, no passkeys are offered.
SILENCED_SYSTEM_CHECKS = ["ckeditor.W001", *([] if HTTPS else ["otp_webauthn.E031"])]

# Who is told by mail when something goes wrong, and a mail server for that alone
ADMINISTRATORS = env.names("ADMINISTRATORS")
ALERTS_EMAIL = email_url.connection(env.text("ALERTS_EMAIL_URL", ""))
CERTIFICATE_AT = env.text("CERTIFICATE_AT", "")
# Whoever asks /metrics with it as bearer is answered (RFC 6750); without it nothing is measured and nobody is.
METRICS_TOKEN = env.secret("METRICS_TOKEN")

_IS_READ_BY_PEOPLE = DEBUG or DEMO or sys.stderr.isatty()
LOGGING = logs.configuration(
    env.text("LOG_LEVEL", "INFO"), env.choice("LOG_FORMAT", ("text", "json"), "text" if _IS_READ_BY_PEOPLE else "json")
)
