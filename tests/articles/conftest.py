"""What the tests of articles share."""

from tests.lib.conftest import start_worker  # noqa: F401  (a fixture)
