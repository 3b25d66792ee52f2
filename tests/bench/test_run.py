"""The one command of all figures works: content fits the models, requests are answered, results and chart are made."""

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from bench.content import fill
from bench.run import chart, load
from bench.run.queries import count_queries
from campaigns.fraud import risk_signals

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.django_db
def test_what_is_measured_costs_so_many_queries(monkeypatch):
    # As once a day's first signature is in.
    monkeypatch.setattr(risk_signals, "_keys", {timezone.now().date(): b"k" * 32})
    fill(articles=5, comments=20)
    assert count_queries() == {"article": 4, "list": 2, "petition": 4, "signature": 6}


@pytest.mark.parametrize(
    "answer, is_whole",
    [
        (b"HTTP/1.1 200 OK\r\nContent-Le", False),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHell", False),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nHello", True),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n", False),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n0\r\n\r\n", True),
    ],
)
def test_an_answer_is_whole_when_all_of_it_has_come(answer, is_whole):
    assert load.is_whole(answer) == is_whole


def test_the_chart_is_that_of_the_kept_results():
    figures = json.loads((ROOT / "bench/results/run.json").read_text())
    assert (ROOT / "docs/bench.svg").read_text() == chart.draw(figures)


@pytest.mark.subprocess
def test_a_short_run_measures_every_row(tmp_path):
    command = [sys.executable, ROOT / "bench/run", "--quick", "--without-wagtail", "--into", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    figures = json.loads((tmp_path / "run.json").read_text())
    rows = figures["rows"]
    uncached = {"hello", "article", "list", "home", "petition", "search", "signature"}
    assert rows.keys() == {*uncached, "cached", "cached, ?fbclid="}
    assert all(rows[name]["ours"]["a second"] > 0 for name in uncached)
    assert rows["cached"].keys() >= {"serve", "bare server"}
    assert figures["memory"]["ours"]["load"] >= figures["memory"]["ours"]["rest"] / 2 > 0
    assert figures["flow"]["acknowledged"] == figures["flow"]["kept"] > 0
    assert figures["flow"]["lost"] == 0
    ElementTree.parse(tmp_path / "bench.svg")
