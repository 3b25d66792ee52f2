"""The whole site as a visitor meets it: server, page cache, collected static files and job worker, each a process."""

import os
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from unittest import mock
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError
from django.test import override_settings

from core.cache.generations import THE_SITE, Generation
from core.cache.page_cache import LOOK_EVERY
from ngo_site.management.commands.demo import answers, jobs, server
from tests.ports import free_port
from tests.waiting import wait_until

FILES = Path(os.environ["NGO_TEST_FILES"])


def environment(**given) -> dict:
    """Return the variables of a demo site on the test database; ``given`` comes last."""
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path="/" + settings.DATABASES["default"]["NAME"])
    return {
        "DJANGO_SETTINGS_MODULE": "tests.browser.site_settings",
        "DATABASE_URL": database.geturl(),
        "NGO_DEMO": "1",
        "EMAIL_URL": "demo://",
        "ALLOWED_HOSTS": "127.0.0.1",
        "LANGUAGES": "en,ar",
        "LOG_LEVEL": "WARNING",
        "FILM_DETAILS_HOSTS": "none",
        "PASTED_PICTURE_HOSTS": "127.0.0.1",
        "MEDIA_ROOT": str(FILES / "media"),
        "STATIC_ROOT": str(FILES / "collected"),
        **given,
    }


@cache
def collect_static_files() -> None:
    """Name and compress them as in production, once in this process."""
    command = [sys.executable, settings.BASE_DIR / "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
    subprocess.run(command, env={**os.environ, **environment(SITE_URL="http://testserver")}, check=True)


@contextmanager
def opened(host="127.0.0.1", **given):
    """Yield the address of the site. One process answers; several are what tests/serve is about."""
    port = free_port()
    url = f"http://{host}:{port}"
    with override_settings(WEB_WORKERS=1):
        processes = [server("127.0.0.1", port), jobs()]
    try:
        with mock.patch.dict(os.environ, environment(SITE_URL=url, **given)):
            for process in processes:
                process.start()
        wait_until(lambda: answers(f"{url}/healthz"), 60)
        yield url
    finally:
        for process in processes:
            process.stop()
        for process in processes:
            process.wait(time.monotonic() + 10)


class Shared:
    """A house that stays open from file to file, until somebody needs to be alone. ``url`` is its address."""

    def __init__(self, blog):
        self.blog, self.url, self._house = blog, "", ExitStack()

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.close()

    def open(self) -> None:
        if not self.url:
            films = f"www.youtube.com={self.blog.url('')}"
            house = opened(FETCH_ALLOWED_LOOPBACK=self.blog.host_port, FILM_DETAILS_HOSTS=films)
            self.url = self._house.enter_context(house)

    def forget(self) -> None:
        """Let it look at all pages anew: what they showed is not in the database any more."""
        if self.url:
            Generation.objects.filter(key=THE_SITE).update(number=time.time_ns() // 1_000_000)
            time.sleep(1.5 * LOOK_EVERY)

    def close(self) -> None:
        self._house.close()
        self.url = ""


def empty_database() -> None:
    for tries_left in (2, 1, 0):
        try:
            return call_command("flush", verbosity=0, interactive=False)
        except OperationalError:  # a job of the house was at the same rows
            if not tries_left:
                raise
