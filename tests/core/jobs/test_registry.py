"""What runs outside of requests is listed in the apps' ``jobs.py``, and printed by ``run_jobs --list``."""

import ast
from collections import Counter
from inspect import signature

from django.core.management import call_command

from core.jobs import registry
from tests.paths import APPS, ROOT


def jobs_in_the_code():
    """Yield the dotted names of all functions made jobs by the decorator."""
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.FunctionDef) and any(
                    isinstance(decorator, ast.Call) and ast.unparse(decorator.func).rpartition(".")[2] == "job"
                    for decorator in node.decorator_list
                ):
                    yield f"{module}.{node.name}"


def test_every_job_is_listed_once():
    assert len(list(jobs_in_the_code())) > 10
    assert Counter(task.module_path for task in registry.queued()) == Counter(jobs_in_the_code())


def test_every_job_and_call_of_the_clock_has_a_title_of_its_own_for_people():
    titles = Counter(str(task.title) for task in [*registry.queued(), *registry.periodic()])
    assert [title for title, times in titles.items() if not title or times > 1] == []


def test_what_the_clock_calls_is_listed_once_and_takes_no_arguments():
    tasks = registry.periodic()
    assert len(tasks) > 40
    assert [name for name, times in Counter(task.name for task in tasks).items() if times > 1] == []
    for task in tasks:
        signature(task.function).bind()


def test_run_jobs_list_prints_each_once_with_its_rhythm_and_what_it_does(capsys):
    call_command("run_jobs", list=True)
    lines = capsys.readouterr().out.splitlines()
    heads, summaries = lines[::2], lines[1::2]
    printed = Counter(".".join(head[21:].split()) for head in heads)
    assert printed == Counter(
        [task.name for task in registry.periodic()] + [task.module_path for task in registry.queued()]
    )
    assert "every 2 s            campaigns     signatures.counting.count_signatures" in lines
    assert "mentions, 2 retries  articles      mentions.receiving.verify" in lines
    assert all(line.startswith("    ") and len(line) > 20 for line in summaries)
