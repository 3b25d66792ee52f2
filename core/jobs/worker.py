"""The worker: does jobs, calls functions by the clock and sends mail, each in threads of its own.

So a slow job holds up neither the mail nor the count. A worker is known to live by an advisory lock that its own
Postgres session holds: when the process dies, however it dies, Postgres drops the lock, and the other workers give its
job to somebody else within seconds. No heartbeat table, no time-out to guess.
"""

import logging
import random
import secrets
import signal
import threading
import time
from collections.abc import Callable, Iterable
from typing import cast

from django.conf import settings
from django.db import Error, close_old_connections, connection

from .. import identity, live_installation
from ..mail.sending import deliver
from ..mail.session import ServerAway
from .models import CLOCK, PRESENCE, ClockRun, Job
from .registry import PeriodicTask, periodic
from .tasks import Later

logger = logging.getLogger(__name__)

LOOK_EVERY = 0.4  # seconds; NOTIFY would be quicker, but takes one lock for all commits of the database
REAP_EVERY = 3.0  # seconds
IDENTITY_EVERY = 1.0  # seconds between looks at who the organisation is, and whether this site is the live one
GRACE = 1.0  # seconds a job gets to end after SIGTERM
LONGEST_PAUSE = 60.0  # seconds between attempts while the mail server is away, or after errors of other kinds
LONGEST_PAUSE_WITHOUT_POSTGRES = 3.0  # seconds; to ask whether it is back costs next to nothing


class Interrupted(BaseException):
    """Raised inside a job that has not ended a second after SIGTERM; the job goes back to the queue."""


class Worker:
    def __init__(self, queues: list[str] | None = None):
        self.queues = queues
        self.periodic = periodic()
        self.id = secrets.token_hex(8)
        self.is_stopping = False
        self._presence = None
        self._is_in_job = False
        self._due: dict[str, float] = {}
        self._held: live_installation.Held | None = None

    def run(self) -> None:
        """Work until SIGTERM or SIGINT; return within a second or two of it."""
        self._listen_to_signals()
        self._insist(self._be_present)
        logger.info("Worker %s is ready", self.id)
        threads = [
            threading.Thread(target=self._repeat, args=[step], name=step.__name__, daemon=True)
            for step in (*self._mail_steps(), self._follow_clock)
        ]
        for thread in threads:
            thread.start()
        self._repeat(self._do_jobs)
        if hasattr(signal, "setitimer"):
            # Python gives signals back to the system while it ends, and then the alarm would kill it.
            signal.setitimer(signal.ITIMER_REAL, 0)
        for thread in threads:
            thread.join(timeout=5)
        self._leave()
        logger.info("Worker %s has stopped", self.id)

    def run_once(self) -> None:
        """Call every function of the clock once, do all that is due, and return."""
        self._be_present()
        try:
            reap()
            busy = True
            while busy:
                busy = self._do_next_job()
            for task in self.periodic:
                call_by_clock(task, is_forced=True)
            busy = True
            while busy:
                busy = self._do_next_job() or deliver() > 0
        finally:
            self._leave()

    # Jobs, in the main thread

    def _do_jobs(self) -> float:
        while not self.is_stopping and self._do_next_job():
            pass
        return LOOK_EVERY

    def _do_next_job(self) -> bool:
        job = Job.claim_next(self.id, self.queues)
        if job is None:
            return False
        try:
            try:
                self._is_in_job = True
                job.call()
            finally:
                self._is_in_job = False
        except Interrupted:
            logger.warning("Job %s (%s) goes back to the queue", job.pk, job.task_path)
            self._insist(job.put_back)
        except Later as later:
            self._insist(lambda seconds=later.seconds: job.put_back(seconds))
        except Exception as error:
            logger.warning("Job %s (%s) failed", job.pk, job.task_path, exc_info=error)
            self._insist(lambda error=error: job.fail(error))
        except SystemExit as error:
            self._insist(lambda error=error: job.fail(error))
        else:
            self._insist(job.succeed)
        return True

    # Mail and clock, in threads

    def _mail_steps(self) -> list[Callable[[], float]]:
        """Return what each connection does: the first is for personal mail, so that it waits for no letter."""
        more = settings.MAIL_CONNECTIONS - 1
        return [self._send_personal_mail] + [self._send_mail] * more if more else [self._send_mail]

    def _send_personal_mail(self) -> float:
        return 0 if deliver(is_stopping=lambda: self.is_stopping, is_personal_only=True) else LOOK_EVERY

    def _send_mail(self) -> float:
        return 0 if deliver(is_stopping=lambda: self.is_stopping) else LOOK_EVERY

    def _follow_clock(self) -> float:
        now = time.monotonic()
        if now >= self._due.get("identity", 0):
            self._due["identity"] = now + IDENTITY_EVERY
            identity.read()
            self._notice_whether_live()
        if now >= self._due.get("reap", 0):
            self._due["reap"] = now + REAP_EVERY
            self._be_present()
            reap()
        for task in self.periodic:
            if self.is_stopping:
                break
            if time.monotonic() >= self._due.get(task.name, 0):
                was_ours = call_by_clock(task)
                # Another worker was earlier: look again soon, in case that one dies.
                self._due[task.name] = time.monotonic() + task.seconds * (1 if was_ours else 0.25)
        return min(LOOK_EVERY, *(task.seconds for task in self.periodic), 1)

    def _notice_whether_live(self) -> None:
        held = live_installation.held()
        if held is not self._held:
            self._held = held
            if held:
                logger.warning("Nothing leaves this site (%s). manage.py go_live makes it the live one.", held)
            else:
                logger.info("This is the live site: mail leaves")

    # Staying alive

    def _repeat(self, step) -> None:
        """Call ``step`` until the worker stops; it returns the pause before the next call. No error ends this."""
        failures = 0
        while not self.is_stopping:
            close_old_connections()
            try:
                pause = step()
                failures = 0
            except Exception as error:
                failures += 1
                longest = LONGEST_PAUSE_WITHOUT_POSTGRES if isinstance(error, Error) else LONGEST_PAUSE
                pause = min(0.5 * 2.0**failures, longest) * random.uniform(0.5, 1.5)
                is_expected = isinstance(error, ServerAway | Error)
                logger.warning(
                    "%s, again in %.0f s: %s", step.__name__, pause, error, exc_info=None if is_expected else error
                )
                close_old_connections()
            self._pause(pause)
        connection.close()

    def _insist(self, action) -> None:
        """Bring the action to its end even if Postgres is away for a while: the job's outcome must not be lost."""
        while True:
            try:
                return action()
            except Error as error:
                logger.warning("Postgres does not answer: %s", error)
                close_old_connections()
                if self.is_stopping:
                    return None  # whoever finds this worker's lock free runs the job again
                self._pause(1.0)

    def _pause(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.is_stopping and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, LOOK_EVERY))

    def _be_present(self) -> None:
        """Hold the lock that says this worker lives, on a session that does nothing else."""
        try:
            if self._presence is not None:
                with self._presence.cursor() as cursor:
                    cursor.execute("SELECT 1")
                return
        except Exception:
            logger.warning("Worker %s had lost Postgres", self.id)
            self._leave()
        presence = connection.get_new_connection(connection.get_connection_params())
        presence.autocommit = True
        with presence.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", [PRESENCE, self.id])
        self._presence = presence

    def _leave(self) -> None:
        if self._presence is not None:
            self._presence.close()
            self._presence = None

    def _listen_to_signals(self) -> None:
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        if hasattr(signal, "SIGALRM"):
            signal.signal(signal.SIGALRM, self._interrupt)

    def _stop(self, _number, _frame) -> None:
        # Nothing here may take a lock: the handler runs in the middle of whatever the main thread does.
        self.is_stopping = True
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, GRACE)

    def _interrupt(self, _number, _frame) -> None:
        if self._is_in_job:
            raise Interrupted


def reap() -> int:
    """Give the jobs of dead workers back to the queue, or rest those that killed too many; return their number."""
    reaped = 0
    for job in cast("Iterable[Job]", Job.objects.running()):  # the stubs know its parent
        if not job.worker_ids or not _is_alive(job.worker_ids[-1]):
            fate = "runs again" if job.bury() else "killed too many workers"
            logger.warning("The worker of job %s (%s) has died; the job %s", job.pk, job.task_path, fate)
            reaped += 1
    return reaped


def _is_alive(worker_id: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [PRESENCE, worker_id])
        (is_free,) = cursor.fetchone()
        if is_free:
            cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [PRESENCE, worker_id])
    return not is_free


def call_by_clock(task: PeriodicTask, *, is_forced: bool = False) -> bool:
    """Call a function of the clock if it is due and no worker is at it; True when it was called, well or not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [CLOCK, task.name])
        if not cursor.fetchone()[0]:
            return False
    try:
        if not ClockRun.claim(task.name, 0 if is_forced else task.seconds):
            return False
        task.function()
    except Exception:
        logger.exception("%s failed", task.name)
        return True
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [CLOCK, task.name])
    return True
