"""Settings, all from the environment (12-factor). The README's table describes each; nonsense stops the start."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from ngo_site.lib import env, logs, mail_url

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = env.flag("DEBUG")
DEMO = env.flag("NGO_DEMO")
SECRET_KEY = env.text("SECRET_KEY", "only-for-development-on-this-computer" if DEBUG else env._REQUIRED)
SITE_URL = env.origin("SITE_URL", "http://127.0.0.1:8000" if DEBUG else env._REQUIRED)
HTTPS = SITE_URL.startswith("https:")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", SITE_URL.split("://")[1].rsplit(":", 1)[0])
CSRF_TRUSTED_ORIGINS = [SITE_URL]

ORGANISATION = {
    "name": env.text("ORGANISATION_NAME", "Sixth Copy"),
    "tagline": env.text("ORGANISATION_TAGLINE", "Pass it on."),
    "email": env.text("ORGANISATION_EMAIL", "office@sixthcopy.example"),
    "donations": env.link("DONATE_URL"),
}
# Signers' contact data is sealed to this key; its other half never comes near the server.
ORGANISATION_PUBLIC_KEY = env.text("ORGANISATION_PUBLIC_KEY", "")
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
    "ngo_site.lib",
    "ngo_site.apps.Admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
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
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "ngo_site.lib.http.LanguageFromPath",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "ngo_site.not_found.NotFoundPage",
    "ngo_site.lib.redirects.RedirectMiddleware",
    "ngo_site.lib.whereabouts.Whereabouts",
]

ROOT_URLCONF = "ngo_site.urls"
WSGI_APPLICATION = "ngo_site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_ID = 1

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ngo_site.lib.http.organisation",
            ],
        },
    },
]

# Database

DATABASES = {
    "default": {
        **env.database("DATABASE_URL"),
        "CONN_MAX_AGE": env.integer("DATABASE_CONN_MAX_AGE", 600),
        "CONN_HEALTH_CHECKS": True,
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# Mail

globals().update(mail_url.parse(env.text("EMAIL_URL", "demo://" if DEMO else "console://" if DEBUG else env._REQUIRED)))
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", f"{ORGANISATION['name']} <{ORGANISATION['email']}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
DEMO_MAIL_DIR = BASE_DIR / ".demo" / "mail"

# Files

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(BASE_DIR / ".static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(BASE_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "ngo_site.lib.static.HashedStaticFiles"},
}
WHITENOISE_USE_FINDERS = DEBUG
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
# Megabytes. Uploads above two of them wait in a temporary file, not in memory.
LARGEST_FILM = env.integer("LARGEST_FILM", 500, least=1)
LARGEST_DOCUMENT = env.integer("LARGEST_DOCUMENT", 50, least=1)

# Language and time

LANGUAGE_CODE = env.text("LANGUAGE_CODE", "en")
_KNOWN = {
    "ar": "العربية",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fa": "فارسی",
    "fr": "Français",
    "ru": "Русский",
    "uk": "Українська",
}
LANGUAGES = [(code, _KNOWN.get(code, code)) for code in env.names("LANGUAGES", LANGUAGE_CODE)]
# An article or a subscriber may speak a language in which the interface is not offered.
CONTENT_LANGUAGES = sorted(_KNOWN.items())
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
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
# Only when a proxy of one's own sets the header and strips what visitors send.
BEHIND_PROXY = env.flag("BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
LOGIN_URL = "admin:login"

# Videos from elsewhere are framed only after a click, from these hosts and no others.
VIDEO_FRAME_HOSTS = ["www.youtube-nocookie.com", "player.vimeo.com", "geo.dailymotion.com"]
PEERTUBE_HOSTS = env.names("PEERTUBE_HOSTS", "framatube.org,video.blender.org")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "frame-src": [SELF, *(f"https://{host}" for host in VIDEO_FRAME_HOSTS + PEERTUBE_HOSTS)],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Whether robots.txt and the pages ask search engines in; a staging site keeps them out.
FOUND_BY_SEARCH_ENGINES = env.flag("FOUND_BY_SEARCH_ENGINES", default=True)
# The one door for requests to other hosts; loopback only for development and tests.
FETCH_ALLOWED_LOOPBACK = env.names("FETCH_ALLOWED_LOOPBACK")
# Whether we tell other sites that an article links to them; a demo or a staging site tells nobody.
SEND_MENTIONS = env.flag("SEND_MENTIONS", default=not DEMO)
# Trackbacks (the oldest of linkbacks) are mostly spam.
RECEIVE_TRACKBACKS = env.flag("RECEIVE_TRACKBACKS")

# Comments: closed so many days after publication (0: never), held with more links, the work a browser has to do
COMMENTS_CLOSE_AFTER = env.integer("COMMENTS_CLOSE_AFTER", 0)
COMMENTS_MOST_LINKS = env.integer("COMMENTS_MOST_LINKS", 2)
COMMENTS_PROOF_OF_WORK = env.integer("COMMENTS_PROOF_OF_WORK", 0)

# An address such as sign@example.org: who answers the mail confirms, see the command receive_mail. Empty: not offered.
CONFIRM_BY_REPLY = env.text("CONFIRM_BY_REPLY", "")

# A hub that tells feed readers what is new (WebSub); feeds name it, and it is told when something is published.
WEBSUB_HUB = env.text("WEBSUB_HUB", "")

# Guests: each is used behind one module of ours

COMMENTS_APP = "django_comments_xtd"
COMMENTS_XTD_CONFIRM_EMAIL = False
COMMENTS_XTD_THREADED_EMAILS = False
COMMENTS_XTD_MAX_THREAD_LEVEL = 3
# CKEditor 4 is at its end of life: it runs in the admin only, and what it yields is cleaned on the server.
SILENCED_SYSTEM_CHECKS = ["ckeditor.W001"]

LOGGING = logs.configuration(env.text("LOG_LEVEL", "INFO"))
