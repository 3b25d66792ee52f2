"""run_jobs: the background half of the site — jobs, counting, clearing up, and sending mail."""

import inspect

from django.core.management.base import BaseCommand

from core.jobs.registry import periodic, queued
from core.jobs.tasks import Priority
from core.jobs.worker import Worker


class Command(BaseCommand):
    help = "Do jobs, call what runs by the clock and send mail, until Ctrl-C or SIGTERM. Run as many as you like."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")
        parser.add_argument(
            "--queues", metavar="A,B", help="take jobs of these queues only (mail and clock go on as ever)"
        )
        parser.add_argument("--list", action="store_true", help="print all jobs with rhythm or priority, then end")

    def handle(self, *args, once, queues, **options):
        if options["list"]:
            return self.list_tasks()
        worker = Worker(queues.split(",") if queues else None)
        if once:
            worker.run_once()
        else:
            worker.run()

    def list_tasks(self):
        for task in sorted(periodic(), key=lambda task: (task.seconds, task.name)):
            self.list_task(f"every {_duration(task.seconds)}", task.name, task.function)
        for task in sorted(queued(), key=lambda task: (-task.priority, task.module_path)):
            urgency = f"{Priority(task.priority).name.lower()}, {task.retries} retries"
            self.list_task(urgency, task.module_path, task.func)

    def list_task(self, when, path, function):
        app, _dot, name = path.partition(".")
        summary = inspect.getdoc(function).partition("\n")[0]
        self.stdout.write(f"{when:<21}{app:<14}{name}\n    {summary}")


def _duration(seconds: int) -> str:
    for unit, length in (("d", 24 * 3600), ("h", 3600), ("min", 60)):
        if seconds % length == 0:
            return f"{seconds // length} {unit}"
    return f"{seconds} s"
