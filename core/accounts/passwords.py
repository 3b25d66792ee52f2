"""Passwords: how they are stored, and whether a new one is hard enough to guess."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from .. import identity

# Of 0 to 4: ten billion guesses or more. 3 would do with a list of words in every language; zxcvbn knows English ones.
STRONG_ENOUGH = 4
LOOKED_AT = 72  # characters; zxcvbn takes no more, and the rest makes no password weaker


class Argon2id(Argon2PasswordHasher):
    """As OWASP's Password Storage Cheat Sheet asks; Django's own takes 100 MB, and several people log in at once."""

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1


class StrengthValidator:
    """Refuse what zxcvbn (Wheeler, USENIX Security 2016) guesses soon, knowing the person's and the site's names."""

    def validate(self, password: str, user: Any = None) -> None:
        if zxcvbn(password[:LOOKED_AT], _names(user))["score"] < STRONG_ENOUGH:
            raise ValidationError(
                _(
                    "This password would be guessed soon. Take four or more words that do not belong together, "
                    "or let a password manager make one."
                ),
                code="password_too_weak",
            )

    def get_help_text(self) -> str:
        return _("Take four or more words that do not belong together, or let a password manager make one.")


def _names(user) -> list[str]:
    """Return the words that a stranger would try first."""
    known = [identity.current().name, urlsplit(settings.SITE_URL).hostname or ""]
    known += [getattr(user, name, "") or "" for name in ("username", "first_name", "last_name", "email")]
    return sorted({word for text in known for word in [text, *re.findall(r"\w+", text)] if len(word) > 2})
