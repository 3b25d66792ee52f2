"""Where the project and the tests' data lie."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests/data"
# Each may import those before it.
APPS = ["core", "publishing", "newsletters", "organisation", "articles", "campaigns", "ngo_site"]
