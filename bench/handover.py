"""Opens a hand-over of 100,000 signatures, with the command and in Chromium: time, and most memory used."""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from base64 import b64decode
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from nacl.public import PrivateKey, SealedBox

from bench import site
from bench.kept import keep

ROOT = Path(__file__).resolve().parent.parent
PRIVATE = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
COUNTRIES = ["KE", "FR", "DE", "IR"]
COLUMNS = [
    "petition_id",
    "fingerprint",
    "status",
    "country",
    "region",
    "display_name",
    "sealed",
    "counted",
    "created_at",
]
DOWNLOAD = """
import resource, sys, time
import django
django.setup()
from campaigns.handover.export import lines
from campaigns.models import Petition
petition, began = Petition.objects.get(slug="bench"), time.perf_counter()
with open(sys.argv[1], "wb") as file:
    for line in lines(petition):
        file.write(line)
print(f"{time.perf_counter() - began:.1f} s, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--signatures", type=int, default=100_000)
    options = parser.parse_args()
    os.environ |= site.ENVIRONMENT | {
        "SITE_URL": "http://127.0.0.1", "DJANGO_SETTINGS_MODULE": "ngo_site.settings", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="ngo-bench-") as name:
        folder = Path(name)
        lines = [f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, {options.signatures:,} signatures"]
        lines += [f"download, from the database: {download(folder, options.signatures)}"]
        lines += [f"size of the file: {(folder / 'x.handover').stat().st_size / 1e6:.0f} MB"]
        lines += [f"open_handover: {by_command(folder)}", f"in Chromium: {in_browser(folder)}"]
    report = "\n".join(lines) + "\n"
    print(report)
    keep("handover", report)


def download(folder, number) -> str:
    """Seed a database of its own (DATABASE_URL names one that may be emptied) and stream the file from it."""
    import django
    from django.core.management import call_command

    django.setup()
    from django.db import connection
    from django.utils import timezone

    from campaigns.models import Petition

    call_command("migrate", verbosity=0)
    site.empty_database()
    petition = Petition(title="Free the printers", slug="bench", addressee="The Minister", demand="Let them go.")
    petition.published_at = timezone.now()
    from publishing import checks

    with checks.exempt("made up for a measurement"):
        petition.save()
    rows = folder / "rows"
    with rows.open("w") as file:
        for line in range(number):
            cells = [petition.pk, f"\\\\x{os.urandom(32).hex()}", "confirmed", COUNTRIES[line % 4], "", "",
                     f"\\\\x{box(line).hex()}", "f", "2026-11-22"]  # fmt: skip
            file.write("\t".join(map(str, cells)) + "\n")
    with connection.cursor() as cursor, rows.open() as file:
        cursor.cursor.copy_from(file, "campaigns_signature", columns=COLUMNS)
    connection.close()
    done = subprocess.run(
        [sys.executable, "-c", DOWNLOAD, folder / "x.handover"], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return done.stdout.strip()


def box(number: int) -> bytes:
    consent = {"petition": "bench", "demand": "Let them go. " * 20, "updates": False, "public": number % 2 == 0}
    told = {
        "name": f"Amina Khalil {number}",
        "email": f"amina{number}@example.org",
        "postcode": "00100",
        "language": "en",
        "comment": "Because nobody should be in prison for printing." if number % 10 == 0 else "",
        "consent": {**consent, "at": "2026-11-22T10:00:00+00:00"},
    }
    text = json.dumps(told).encode()
    return SEALED.encrypt(text + b" " * (-len(text) % 64))


SEALED = SealedBox(PrivateKey(b64decode(PRIVATE)).public_key)


def by_command(folder) -> str:
    (folder / "key").write_text(PRIVATE)
    command = [sys.executable, "-m", "django", "open_handover", folder / "x.handover", "--key", folder / "key"]
    began = time.perf_counter()
    environment = {**os.environ, "DATABASE_URL": "postgresql://nobody@nowhere.invalid/none"}
    command += ["--list", "name,country,postcode", "--all-names"]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env=environment)
    took = time.perf_counter() - began
    with (folder / "x/signatures.csv").open() as file:
        rows = sum(1 for _row in file) - 1
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return f"{took:.1f} s, at most {memory:.0f} MB (of any child so far), {rows:,} rows in the CSV"


def in_browser(folder) -> str:
    """Open the page from the site itself, as an editor does."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from playwright.sync_api import sync_playwright

    os.environ["STATIC_ROOT"] = str(folder / "static")
    from django.conf import settings

    settings.STATIC_ROOT = folder / "static"
    call_command("collectstatic", interactive=False, verbosity=0)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    get_user_model().objects.create_superuser("clara", password="correct horse")
    with site.granian("ngo_site.asgi:application", workers=1) as (url, _pid), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(base_url=url)
        page.goto("/admin/login/")
        page.get_by_label("Username").fill("clara")
        page.get_by_label("Password").fill("correct horse")
        page.get_by_role("button", name="Log in").click()
        page.goto("/admin/campaigns/petition/open-hand-over/")
        page.get_by_label("The sealed file").set_input_files(folder / "x.handover")
        page.get_by_label("The private key").fill(PRIVATE)
        began = time.perf_counter()
        page.get_by_role("button", name="Open", exact=True).click()
        page.locator("#opened").wait_for(timeout=300_000)
        opened = time.perf_counter() - began
        count = page.locator("#number").inner_text()
        with page.expect_download(timeout=120_000) as download:
            page.get_by_role("button", name="Save as a table (CSV)").click()
        size = download.value.path().stat().st_size
        saved = time.perf_counter() - began
        session = page.context.new_cdp_session(page)
        heap = session.send("Runtime.getHeapUsage")
        browser.close()
    return (
        f"{opened:.1f} s until the document is on the page, {saved:.1f} s with the CSV ({size / 1e6:.0f} MB), {count}; "
        f"JavaScript heap {heap['usedSize'] / 1e6:.0f} MB"
    )


if __name__ == "__main__":
    main()
