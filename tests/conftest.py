"""What all tests share."""

import os

import pytest
from django.contrib.auth.signals import user_logged_in
from django.core.signals import setting_changed
from django.db import connections
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from campaigns.sharing import embed_stats, share_codes
from core import identity, metrics, recent, redirects
from core.accounts import login_steps
from core.mail import limits
from core.templatetags import remember
from newsletters.models import wording
from ngo_site.apps import last_app_with_models
from organisation import menus
from tests.flushing.management.commands import flush

# A test that was slow once, on a busy machine, is not wrong.
hypothesis_settings.register_profile("patient", deadline=None)
hypothesis_settings.load_profile("patient")
# Numbers are written when a test says so: a thread would write them into another test's database.
for counters in (limits.over, redirects.visits, embed_stats.shown, share_codes.counted, metrics.counted):
    counters._is_writing = True
# How many queries a page asks must not depend on how slow the test is.
wording.remembered.seconds = 3600


def forget_the_groups(sender, using, **kwargs):
    """A test's database may be emptied as no other. The groups are made anew then; the log of it belongs to no test."""
    if connections[using].in_atomic_block:
        return  # a test sends the signal itself; what it writes is rolled back
    with connections[using].cursor() as cursor:
        for table in ("core_auditentry", "core_auditlink"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER core_audit_is_never_emptied")
        cursor.execute("TRUNCATE core_auditentry, core_auditlink")


# After SiteConfig's own, which is connected to the same app.
post_migrate.connect(forget_the_groups, sender=last_app_with_models())


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        flush.remember()


@pytest.fixture(autouse=True)
def no_memories():
    """A process remembers the menus it read, and more; the next test has others in its database."""
    # Who the organisation is, a process asks once: no page's query.
    identity.use(identity.of_the_environment())
    yield
    menus._shown.clear()
    recent.forget_all()
    remember.forget_all()


@pytest.fixture
def in_three_languages(settings):
    """A site whose interface speaks three, one of them from right to left; the test begins in English."""
    settings.LANGUAGES = [("en", "English"), ("fr", "Français"), ("ar", "العربية")]
    with translation.override("en"):  # and back to it afterwards
        yield


@receiver(user_logged_in)
def just_logged_in(request, **kwargs):
    """Who is logged in by ``force_login`` has shown their password at that moment."""
    login_steps.just_shown(request)


@receiver(setting_changed)
def present_anew(setting, **kwargs):
    if setting == "ORGANISATION":
        identity.use(identity.of_the_environment())


@pytest.fixture
def private_key():
    """The organisation's private key, which only tests and the organisation itself have."""
    return os.environ["ORGANISATION_PRIVATE_KEY"]
