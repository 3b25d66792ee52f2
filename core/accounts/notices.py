"""Mails to whoever an account belongs to: that something about it was changed."""

from django.contrib.auth.models import User
from django.utils import translation

from ..lazy_text import LazyText
from ..mail.compose import queue_mail
from .preferences import language_of


def tell(account: User, what: LazyText, to: str = "") -> None:
    """Queue a mail that says ``what`` happened to the account, in its language; nothing where no address is known."""
    if not (to or account.email):
        return
    with translation.override(language_of(account)):
        queue_mail(
            to or account.email, "core/mail/account_notice", {"account": account, "what": str(what)}, kind="staff"
        )
