"""EMAIL_URL of a provider with an interface of its own over HTTPS, as django-anymail speaks it."""

from urllib.parse import SplitResult, parse_qs, unquote

from django.core.exceptions import ImproperlyConfigured

PREFIX = "anymail+"
# What each calls its key, and what stands behind the colon, if it has two.
_KEYS = {
    "brevo": ("BREVO_API_KEY",),
    "mailersend": ("MAILERSEND_API_TOKEN",),
    "mailgun": ("MAILGUN_API_KEY",),
    "mailjet": ("MAILJET_API_KEY", "MAILJET_SECRET_KEY"),
    "postmark": ("POSTMARK_SERVER_TOKEN",),
    "resend": ("RESEND_API_KEY",),
    "sendgrid": ("SENDGRID_API_KEY",),
    "sparkpost": ("SPARKPOST_API_KEY",),
}
_EUROPE = {
    "mailgun": ("MAILGUN_API_URL", "https://api.eu.mailgun.net/v3"),
    "sparkpost": ("SPARKPOST_API_URL", "https://api.eu.sparkpost.com/api/v1"),
}
# The key with which they sign what they tell of mails; the others show MAIL_EVENTS_SECRET alone.
_SIGNING = {"mailersend": "MAILERSEND_SIGNING_SECRET", "mailgun": "MAILGUN_WEBHOOK_SIGNING_KEY"}
_FORM = (
    "EMAIL_URL names no provider that is known, or no key. Write for example anymail+mailgun://KEY@mg.example.org?region=eu"
    f"; the others are {', '.join(sorted(_KEYS))}, and anymail+mailjet://KEY:SECRET@example.org has two keys. "
    "Amazon SES is reached by smtp+tls://."
)


def parse(parts: SplitResult) -> dict:
    """Return Django's settings for ``anymail+PROVIDER://KEY@DOMAIN``. Raises ImproperlyConfigured.

    The domain is that of the sender. ``?region=eu`` asks Mailgun's and SparkPost's computers in Europe, ``?timeout=10``
    is in seconds, and ``?signing=KEY`` is Mailgun's or MailerSend's key of webhooks.
    """
    provider = parts.scheme.removeprefix(PREFIX)
    given = [unquote(part or "") for part in (parts.username, parts.password)]
    names = _KEYS.get(provider, ())
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if not names or not all(given[: len(names)]) or options.get("region", "us") not in {"us", "eu"}:
        raise ImproperlyConfigured(_FORM)
    anymail: dict[str, object] = dict(zip(names, given, strict=False))
    try:
        anymail["REQUESTS_TIMEOUT"] = float(options.get("timeout", "10"))
    except ValueError:
        raise ImproperlyConfigured("EMAIL_URL has a timeout that is not a number.") from None
    if provider == "mailgun" and parts.hostname:
        anymail["MAILGUN_SENDER_DOMAIN"] = parts.hostname
    if "signing" in options and provider in _SIGNING:
        anymail[_SIGNING[provider]] = options["signing"]
    if options.get("region") == "eu" and provider in _EUROPE:
        name, url = _EUROPE[provider]
        anymail[name] = url
    return {"EMAIL_BACKEND": f"anymail.backends.{provider}.EmailBackend", "ANYMAIL": anymail}


def with_events(backend: str, anymail: dict, secret: str) -> dict:
    """Return the settings with the secret of whoever tells of mails. Raises ImproperlyConfigured for a missing key."""
    key = _SIGNING.get(backend.split(".")[2], "") if backend.startswith("anymail.") else ""
    if secret and key and key not in anymail:
        raise ImproperlyConfigured(
            "MAIL_EVENTS_SECRET is of no use without the provider's key of webhooks: append ?signing=KEY to EMAIL_URL."
        )
    return {**anymail, "WEBHOOK_SECRET": f"site:{secret}"}
