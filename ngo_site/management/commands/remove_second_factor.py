"""manage.py remove_second_factor: for the last administrator, who has lost theirs."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from core.accounts import second_factor


class Command(BaseCommand):
    help = "Take away the lost second factor of an account; its owner makes a new one at the next login."

    def add_arguments(self, parser):
        parser.add_argument("name", help="what they log in with")

    def handle(self, name, **options):
        account = get_user_model().objects.filter(username=name).first()
        if account is None:
            raise CommandError(f"There is no account “{name}”.")
        second_factor.remove_all(account, None, "on the command line")
        self.stdout.write(f"“{name}” comes in by the password alone now, and is told by mail.")
