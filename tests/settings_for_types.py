"""The settings that mypy reads models and settings from: the site's own, with no server or folder behind them."""

import os

from .database import SETTINGS

os.environ.setdefault("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
for _name, _value in SETTINGS.items():
    os.environ.setdefault(_name, _value)

from ngo_site.settings import *  # noqa: E402, F403
