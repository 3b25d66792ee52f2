"""Django's command; without questions, too, it takes no password that is easily guessed."""

import os

from django.contrib.auth.management.commands import createsuperuser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError


class Command(createsuperuser.Command):
    def handle(self, *args, **options):
        password = os.environ.get("DJANGO_SUPERUSER_PASSWORD")
        if password and not options["interactive"]:
            given = {
                name: options.get(name) or os.environ.get(f"DJANGO_SUPERUSER_{name.upper()}") or ""
                for name in ("username", "email")
            }
            try:
                validate_password(password, self.UserModel(**given))
            except ValidationError as error:
                raise CommandError(f"DJANGO_SUPERUSER_PASSWORD: {' '.join(error.messages)}") from None
        return super().handle(*args, **options)
