"""Logs that tell what happened and never to whom: no e-mail address, no IP address, no token."""

from .cleaning import clean
from .formatters import CleanFormatter, JSONFormatter

__all__ = ["CleanFormatter", "JSONFormatter", "clean", "configuration"]


def configuration(level: str = "INFO", form: str = "json") -> dict:
    """Return LOGGING: everything to standard error, cleaned, as ``json`` or ``text``; nothing by mail."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "text": {"()": CleanFormatter, "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
            "json": {"()": JSONFormatter},
        },
        "handlers": {"stderr": {"class": "core.logs.handler.PatientHandler", "formatter": form}},
        "root": {"handlers": ["stderr"], "level": level.upper()},
        "loggers": {
            # Django's own set-up would mail tracebacks with the whole request to the administrators.
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": ["stderr"], "level": level.upper(), "propagate": False},
            # Strangers send foreign Host headers all day; each is one line, not a traceback.
            "django.security.DisallowedHost": {"handlers": [], "level": "CRITICAL", "propagate": False},
            "django_tasks": {"level": "WARNING"},
            # The web server's own, which otherwise prints text.
            "_granian": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }
