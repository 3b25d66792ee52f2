"""Moving in and out: how many posts a second, and how much memory at its peak, for small and for large exports.

    python bench/moving.py [--posts 1000 10000]

Each size has an empty database of its own; import and export are the site's own commands in processes of their own.
"""

import argparse
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import site
from bench.content import WORDS
from bench.kept import keep
from dev.cluster import Cluster

ROOT = Path(__file__).resolve().parent.parent
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>A blog</title>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://blog.example</wp:base_blog_url>
"""
POST = """<item><title>{title}</title><link>https://blog.example/{id}/</link><dc:creator>alice</dc:creator>
<content:encoded><![CDATA[{body}]]></content:encoded><wp:post_id>{id}</wp:post_id>
<wp:post_date_gmt>{at}</wp:post_date_gmt><wp:post_name>post-{id}</wp:post_name><wp:status>publish</wp:status>
<wp:post_type>post</wp:post_type><category domain="post_tag" nicename="{tag}"><![CDATA[{tag}]]></category>
{comments}</item>
"""
COMMENT = """<wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_author>{name}</wp:comment_author>
<wp:comment_author_url>{url}</wp:comment_author_url><wp:comment_date_gmt>{at}</wp:comment_date_gmt>
<wp:comment_content><![CDATA[{text}]]></wp:comment_content><wp:comment_approved>1</wp:comment_approved>
<wp:comment_type>{kind}</wp:comment_type><wp:comment_parent>{parent}</wp:comment_parent></wp:comment>
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, nargs="+", default=[1000, 10_000])
    sizes = parser.parse_args().posts
    folder = Path(tempfile.mkdtemp(prefix="ngo-bench-"))
    cluster = Cluster(folder / "postgres")
    cluster.start()
    lines = [f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC · Python {platform.python_version()} · {os.cpu_count()} cores"]
    lines.append("each post: about 4 kB, one tag, two comments in a thread, one pingback")
    lines.append(f"{'':>10} {'posts':>7} {'MB':>6} {'seconds':>8} {'posts/s':>8} {'peak MB':>8}")
    try:
        for posts in sizes:
            lines += measure(folder, cluster, posts)
            print(lines[-2], lines[-1], sep="\n", flush=True)
    finally:
        cluster.leave()
    report = "\n".join(lines) + "\n"
    print(report, f"kept in {keep('moving', report).relative_to(ROOT)}", sep="\n")


def measure(folder, cluster, posts: int) -> list[str]:
    export, written = folder / f"{posts}.xml", folder / f"{posts}-out.xml"
    write_export(export, posts)
    with database(cluster, f"moving{posts}") as url:
        environment = os.environ | site.ENVIRONMENT | {
            "DATABASE_URL": url, "SITE_URL": "http://127.0.0.1", "MEDIA_ROOT": str(folder / "media"),
            "STATIC_ROOT": str(folder / "static"), "LOG_LEVEL": "ERROR",
        }  # fmt: skip
        run(environment, "migrate", "-v0")
        return [
            line("import", posts, export, *run(environment, "import_wordpress", export)),
            line("export", posts, written, *run(environment, "export_wordpress", written)),
        ]


def line(name, posts, file, seconds, peak) -> str:
    size = file.stat().st_size / 1e6
    return f"{name:>10} {posts:>7} {size:>6.1f} {seconds:>8.1f} {posts / seconds:>8.0f} {peak:>8.0f}"


def run(environment, *command) -> tuple[float, float]:
    """Return the seconds a management command took, and its peak memory in MB."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "django", *map(str, command)],
        env=environment | {"DJANGO_SETTINGS_MODULE": "ngo_site.settings", "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _pid, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command[0]} failed")
    return time.monotonic() - began, usage.ru_maxrss / 1024


def write_export(file: Path, posts: int) -> None:
    chance, start = random.Random(1), datetime(2010, 1, 1, tzinfo=UTC)

    def words(number):
        return " ".join(chance.choices(WORDS, k=number))

    with file.open("w") as stream:
        stream.write(HEAD)
        for number in range(1, posts + 1):
            at = f"{start + timedelta(hours=number):%Y-%m-%d %H:%M:%S}"
            comments = "".join(
                COMMENT.format(
                    id=3 * number + step, name=name, url=url, at=at, text=words(30), kind=kind, parent=parent
                )
                for step, (name, url, kind, parent) in enumerate(
                    [
                        ("Bob", "", "comment", 0),
                        ("Clara", "", "comment", 3 * number),
                        ("Another blog", f"https://else.example/{number}", "pingback", 0),
                    ]
                )
            )
            body = "\n\n".join(words(100) for _ in range(6))
            stream.write(
                POST.format(id=number, title=words(5), body=body, at=at, tag=chance.choice(WORDS), comments=comments)
            )
        stream.write("</channel></rss>")


@contextmanager
def database(cluster, name: str):
    """Yield the URL of a database of its own in the cluster, gone after the block."""
    connection = psycopg2.connect(cluster.url())
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield urlsplit(cluster.url())._replace(path=f"/{name}").geturl()
    finally:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
        connection.close()


if __name__ == "__main__":
    main()
