"""run_jobs: the background half of the site — jobs, counting, clearing up, and sending mail."""

from django.core.management.base import BaseCommand

from ngo_site.lib.worker import Worker


class Command(BaseCommand):
    help = "Do jobs, call what runs by the clock and send mail, until Ctrl-C or SIGTERM. Run as many as you like."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")
        parser.add_argument(
            "--queues", metavar="A,B", help="take jobs of these queues only (mail and clock go on as ever)"
        )

    def handle(self, *args, once, queues, **options):
        worker = Worker(queues.split(",") if queues else None)
        if once:
            worker.run_once()
        else:
            worker.run()
