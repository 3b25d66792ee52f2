"""Links by mail for accounts: to choose a password, for the first time or anew, and to confirm a new address."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models.functions import Collate, Lower
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from ..audit import Action, record
from ..mail import limits
from ..mail.compose import queue_mail
from ..mail.double_opt_in import ending_alike, hash_token, new_token
from . import notices
from .preferences import language_of

NOBODY = 0  # no account has this number


class AccountLinkQuerySet(models.QuerySet):
    def from_token(self, token: str, *purposes: str) -> Self:
        """Return what the link stands for, if it still works."""
        known = self.filter(token_hash=hash_token(token), purpose__in=purposes, expires_at__gt=timezone.now())
        return known.filter(account__is_active=True).select_related("account")


class AccountLink(models.Model):
    """One link, known by the SHA-256 of its 128 random bits; it opens once."""

    class Purpose(models.TextChoices):
        INVITATION = "invitation", _("invitation")
        PASSWORD = "password", _("new password")
        ADDRESS = "address", _("new address")

    LASTS = {
        Purpose.INVITATION: timedelta(days=7),
        Purpose.PASSWORD: timedelta(hours=2),
        Purpose.ADDRESS: timedelta(days=2),
    }

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="links")
    purpose = models.CharField(max_length=10, choices=Purpose)
    token_hash = models.BinaryField(max_length=32, unique=True)
    email = models.EmailField(blank=True)
    expires_at = models.DateTimeField()

    objects = AccountLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link for an account")
        verbose_name_plural = _("links for accounts")
        default_permissions = ()

    def __str__(self):
        return self.purpose


def forget_expired() -> None:
    """Delete the links to the desk that were not used in time."""
    AccountLink.objects.filter(expires_at__lt=timezone.now()).delete()


@transaction.atomic
def invite(account: User, by: User | None) -> str:
    """Mail somebody the link by which they choose their password; return it. Earlier ones open nothing any more."""
    AccountLink.objects.filter(account=account, purpose=AccountLink.Purpose.INVITATION).delete()
    url = _new_link(account, AccountLink.Purpose.INVITATION)
    with translation.override(language_of(account)):
        context = {"account": account, "url": url, "by": by.get_full_name() or by.get_username() if by else ""}
        queue_mail(account.email, "core/mail/invitation", context, kind="staff")
    record(by, Action.INVITE, account)
    return url


def accounts_at(email: str) -> models.QuerySet[User]:
    """Return the accounts that may enter the desk and have this address, in whatever capitals.

    Of letters beyond ASCII none is another one's capital: Postgres takes the ı of mıcrosoft.example for an i.
    """
    mailbox = Lower(Collate("email", "C"))
    entering = get_user_model()._default_manager.filter(is_active=True, is_staff=True)
    return entering.alias(mailbox=mailbox).filter(mailbox=email.lower())


def send_password_links(email: str, request: HttpRequest) -> None:
    """Mail a link for each account with this address; for others do the same and take it back.

    What the visitor sees must be the same, and take the same time.
    """
    due_at = limits.due_at(email, request)
    known: list[User | None] = list(accounts_at(email)[:3])
    with ending_alike():
        links = [(account, _new_link(account, AccountLink.Purpose.PASSWORD)) for account in known or [None]]
        # Nobody's language is looked for, too: whether there is an account must not show in the time.
        first = known[0] if known and known[0] else User(pk=NOBODY, email=email)
        with translation.override(language_of(first)):
            # To the address that the account has, never to the one that was typed.
            is_sent = queue_mail(
                first.email, "core/mail/new_password", {"links": links}, kind="password", due_at=due_at
            )
        for account, _url in links:
            record(None, Action.PASSWORD_LINK, account)
        if not (known and is_sent):
            transaction.set_rollback(True)


def ask_for_address(account: User, email: str, request: HttpRequest) -> None:
    """Mail a link to somebody's new address; until its button is pressed the old one stays."""
    due_at = limits.due_at(email, request)
    with transaction.atomic():
        AccountLink.objects.filter(account=account, purpose=AccountLink.Purpose.ADDRESS).delete()
        url = _new_link(account, AccountLink.Purpose.ADDRESS, email)
        context = {"account": account, "url": url}
        queue_mail(email, "core/mail/new_address", context, kind="address", due_at=due_at)


@transaction.atomic
def take_address(link: AccountLink) -> bool:
    """Give the account its new address, and tell the old one; False when the link was used at this moment."""
    if not AccountLink.objects.filter(pk=link.pk).delete()[0]:
        return False
    account = link.account
    assert account is not None
    old, account.email = account.email, link.email
    account.save(update_fields=["email"])
    forget_links(account)  # one that lies in the old mailbox
    record(account, Action.PERMISSION, account, "email")
    tell_old_address(account, old)
    return True


def tell_old_address(account: User, old: str) -> None:
    """Mail to the address that an account had until now."""
    notices.tell(account, _("its e-mail address was changed; mails go to the new one from now on"), to=old)


@transaction.atomic
def take_password(link: AccountLink, password: str) -> bool:
    """Set the password, end all sessions and tell the person; False when the link was used at this moment."""
    if not AccountLink.objects.filter(pk=link.pk).delete()[0]:
        return False
    account = link.account
    assert account is not None
    account.set_password(password)
    account.save(update_fields=["password"])
    account.desk_sessions.all().delete()
    forget_links(account)
    record(account, Action.PERMISSION, account, f"password, by {link.purpose}")
    if link.purpose == AccountLink.Purpose.PASSWORD:
        notices.tell(account, _("its password was changed by a link in a mail"))
    return True


def forget_links(account: User) -> None:
    """Let all links of an account open nothing any more: its password, its address or its access is another one.

    That of a new address, too: whoever was at the desk in somebody's place may have asked for it.
    """
    AccountLink.objects.filter(account=account).delete()


def _new_link(account: User | None, purpose: AccountLink.Purpose, email: str = "") -> str:
    token = new_token()
    AccountLink.objects.create(
        account=account,
        purpose=purpose,
        token_hash=hash_token(token),
        email=email,
        expires_at=timezone.now() + AccountLink.LASTS[purpose],
    )
    name = "confirm_address" if purpose == AccountLink.Purpose.ADDRESS else "choose_password"
    return settings.SITE_URL + reverse(f"admin:{name}", args=[token])
