"""The settings of the site that the browser tests visit: the real ones, with its mail in the run's own folder."""

import os
from pathlib import Path

from ngo_site.settings import *  # noqa: F403

DEMO_MAIL_DIR = Path(os.environ["NGO_TEST_FILES"]) / "mail"
# The editors of these tests are made in the tests' own process, whose passwords are quick.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
