"""What the tests of articles share."""

from tests.core.conftest import start_worker  # noqa: F401  (a fixture)
