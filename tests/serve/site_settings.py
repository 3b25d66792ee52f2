"""The settings of the site that these tests serve: the browser tests' own, with a folder for uploads on their way."""

import os
from pathlib import Path

from tests.browser.site_settings import *  # noqa: F403

FILE_UPLOAD_TEMP_DIR = Path(os.environ["NGO_TEST_FILES"]) / "uploads"
