"""manage.py invite: an account for somebody, who chooses their own password by a link."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from core.accounts import account_links
from core.mail import address_field

from ...roles import ROLES


class Command(BaseCommand):
    help = "Make an account, or find it, and mail its owner a link by which they choose their own password."

    def add_arguments(self, parser):
        parser.add_argument("mail", help="the person's e-mail address")
        parser.add_argument("--role", choices=ROLES, help="needed for a new account")
        parser.add_argument("--name", default="", help="what they log in with; without it what stands before the @")
        parser.add_argument(
            "--print-link", action="store_true", help="show the link, too: for the first account, or without mail"
        )

    @transaction.atomic
    def handle(self, mail, role, name, print_link, **options):
        try:
            address_field.validate(mail)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        account = self._find(mail, name) or self._make(mail, role, name or mail.partition("@")[0])
        link = account_links.invite(account, None)
        self.stdout.write(f"A mail to {mail} is on its way: “{account.get_username()}” chooses a password by its link.")
        if print_link:
            self.stdout.write(f"The link works once, and for seven days. Whoever has it can come in:\n{link}")

    def _find(self, mail, name):
        known = account_links.accounts_at(mail)
        found = list(known.filter(username=name) if name else known)
        if len(found) > 1:
            raise CommandError(f"Several accounts have this address: add --name. {', '.join(map(str, found))}")
        return found[0] if found else None

    def _make(self, mail, role, name):
        if not role:
            raise CommandError(f"Nobody at the desk has this address: add --role, one of {', '.join(ROLES)}.")
        if get_user_model().objects.filter(username=name).exists():
            raise CommandError(f"There is an account “{name}” with another address: choose another --name.")
        account = get_user_model().objects.create_user(name, mail, is_staff=True)
        account.groups.set(Group.objects.filter(name=role))
        return account
