"""How long a search takes at 100,000 articles: common and rare words, phrases, slips, filters, cold and warm.

    python bench/search.py [--articles 100000] [--rounds 40] [--folder kept]

Writing the articles takes most of the time. In a folder that is kept they are asked again without being written again.
"""

import argparse
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import site
from bench.kept import keep
from dev.cluster import Cluster

# Share of the articles that have the word.
COMMON = {"government": 0.5, "freedom": 0.3, "printer": 0.1, "typewriter": 0.01, "samizdat": 0.0005}
QUESTIONS = {
    "common word, 50 %": "q=government",
    "common word, 30 %": "q=freedom",
    "two common words": "q=government+freedom",
    "either of two common words": "q=government+or+freedom",
    "one without another": "q=freedom+-government",
    "word in 10 %": "q=printer",
    "word in 1 %": "q=typewriter",
    "rare word, 0.05 %": "q=samizdat",
    "phrase of common words": "q=%22freedom+government%22",
    "phrase found nowhere": "q=%22government+samizdat%22",
    "word nobody used": "q=xylophonist",
    "mistyped": "q=typewirter",
    "mistyped twice": "q=samisdat+prinetr",
    "only stop words": "q=the+and+of",
    "only a word left out": "q=-government",
    "common word, by tag": "q=government&tag=tag-3",
    "common word, by year": "q=government&year=2019",
    "common word, by language": "q=government&language=fr",
    "common word, petitions": "q=government&type=petition",
    "common word, last page": "q=government&page=12",
    "10 kB of words": "q=" + "government+" * 900,
}
ENOUGH = 50  # milliseconds, 95th percentile


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--folder", type=Path, help="where database and files stay after the measurement")
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="ngo-bench-"))
    folder.mkdir(exist_ok=True)
    cluster = Cluster(folder / "postgres")
    cluster.start()
    try:
        site.configure(cluster, folder)
        report = measure(options.articles, options.rounds)
    finally:
        cluster.leave()
        if not options.folder:
            shutil.rmtree(folder, ignore_errors=True)
    print(report)
    if options.articles >= 100_000:  # smaller ones are for trying
        keep("search", report)


def measure(articles: int, rounds: int) -> str:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from articles.models import Article

    began = time.perf_counter()
    if not Article.objects.exists():
        fill(articles)
    filled = time.perf_counter() - began
    return table(Article.objects.count(), rounds, filled, *ask(rounds))


def ask(rounds: int) -> tuple[dict, dict]:
    """Return the milliseconds of the first answer to each question, and of all later ones."""
    from django.db import connections
    from django.test import Client

    client, cold, warm = Client(), {}, {}

    def timed(query):
        began = time.perf_counter()
        answer = client.get(f"/search/?{query}")
        assert answer.status_code == 200, (query, answer.status_code)
        return 1000 * (time.perf_counter() - began)

    timed("q=nothing")  # templates are compiled
    for name, query in QUESTIONS.items():
        connections.close_all()
        cold[name] = timed(query)
    for query in QUESTIONS.values():
        timed(query)
    for _ in range(rounds):
        for name in random.sample(list(QUESTIONS), len(QUESTIONS)):
            warm.setdefault(name, []).append(timed(QUESTIONS[name]))
    return cold, warm


def fill(number: int) -> None:
    from django.db import connection

    from articles.models import Article, Tag
    from campaigns.models import Petition
    from core.search.index import SearchEntry
    from core.search.vocabulary import learn_words
    from publishing import checks

    chance = random.Random(1948)
    vocabulary = [
        "".join(chance.choice("bcdfghklmnprstvw") + chance.choice("aeiou") for _ in range(chance.randint(2, 5)))
        for _ in range(30_000)
    ]
    weights = [1 / (rank + 10) for rank in range(len(vocabulary))]  # as in natural language (Zipf)
    tags = Tag.objects.bulk_create(Tag(name=f"Tag {n}", slug=f"tag-{n}") for n in range(40))
    now = datetime.now(UTC)
    with checks.exempt("made up for a measurement"):
        for first in range(0, number, 1000):
            made = Article.objects.bulk_create(
                Article(
                    title=" ".join(words(chance, vocabulary, weights, 6)).capitalize()[:200],
                    slug=f"article-{n}",
                    summary=" ".join(words(chance, vocabulary, weights, 20))[:300],
                    body=f"<p>{' '.join(words(chance, vocabulary, weights, 400))}</p>",
                    language="fr" if n % 20 == 0 else "en",
                    published_at=now - timedelta(hours=n + 1),
                )
                for n in range(first, min(first + 1000, number))
            )
            through = Article.tags.through
            through.objects.bulk_create(through(article=one, tag=chance.choice(tags)) for one in made)
            print(f"\r{first + 1000} articles …", end="", file=sys.stderr, flush=True)
        for n in range(50):
            text = f"<p>The government, again: {' '.join(words(chance, vocabulary, weights, 200))}</p>"
            Petition.objects.create(
                title=f"Petition {n}",
                slug=f"petition-{n}",
                summary="Stop.",
                demand="Stop",
                addressee="You",
                body=text,
                published_at=now - timedelta(days=n + 1),
            )
    while SearchEntry.objects.filter(words_known=False).exists():
        learn_words()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print(file=sys.stderr)


def words(chance, vocabulary, weights, number) -> list[str]:
    """Return made-up words among which the known ones occur as often as COMMON says for a text of 400."""
    text = chance.choices(vocabulary, cum_weights=cumulative(weights), k=number)
    for word, share in COMMON.items():
        if chance.random() < share * number / 400:
            text[chance.randrange(number)] = word
    return text


_sums: dict[int, list[float]] = {}


def cumulative(weights) -> list[float]:
    if not _sums:
        total = 0.0
        _sums[0] = [total := total + weight for weight in weights]
    return _sums[0]


def table(articles, rounds, filled, cold, warm) -> str:
    every = sorted(value for values in warm.values() for value in values)
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, five minutes’ load {os.getloadavg()[1]:.1f} "
        "(above the number of cores others work here, too)",
        f"{articles} articles of 400 words, written in {filled:.0f} s; whole pages, through Django, without the page "
        f"cache; {rounds} mixed rounds",
        f"all questions, warm: p50 {statistics.median(every):.1f} ms, p95 {every[int(len(every) * 0.95)]:.1f} ms "
        f"(wanted: {ENOUGH} ms)",
        "first: the first answer to each question, over a new connection",
        "",
        f"{'milliseconds':34}{'p50':>9}{'p95':>9}{'most':>9}{'first':>9}",
    ]
    for name, values in warm.items():
        values = sorted(values)
        p95 = values[int(len(values) * 0.95)]
        lines.append(f"{name:34}{statistics.median(values):9.1f}{p95:9.1f}{values[-1]:9.1f}{cold[name]:9.1f}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
