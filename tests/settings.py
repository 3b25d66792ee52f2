"""The settings of the tests: the site's own, with quick passwords and files in a folder of the run's own."""

import os
from pathlib import Path

from ngo_site.settings import *  # noqa: F403
from ngo_site.settings import INSTALLED_APPS, STORAGES

FILM_DETAILS_HOSTS: list[str] = []  # no network; tests name their own
_files = Path(os.environ["NGO_TEST_FILES"])  # made and removed by tests/database.py

INSTALLED_APPS = ["tests.flushing", *INSTALLED_APPS]
MEDIA_ROOT = _files / "media"
STATIC_ROOT = _files / "static"
DEMO_MAIL_DIR = _files / "mail"
SECOND_FACTOR_REQUIRED_FOR: list[str] = []  # tests of it name roles
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
