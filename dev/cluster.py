"""The Postgres that development, the demo and the tests use when DATABASE_URL is unset. Standard library only.

The cluster lives in one folder and listens on a Unix socket only, so two checkouts never meet. Everyone who uses
it holds a shared lock on ``users.lock``. A keeper process is the server's parent and waits for that lock: when the
last user has left, or was killed, the kernel has dropped the lock and the keeper stops the server.
"""

import atexit
import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

if __name__ == "__main__":  # the keeper, see Cluster._start_server
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from dev import postgres
from dev.terminal import Trouble, explain

SUPERUSER = "postgres"
# What the demo's log keeps must not tell who signed: no statement, no parameter, no "Key (email)=(…) exists".
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "jit": "off",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}
# A crash may spoil a throw-away cluster; nobody will miss it.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Cluster:
    """A folder with a Postgres cluster. A ``throwaway`` one is quick, careless, and removed by the last to leave."""

    def __init__(self, folder, *, throwaway=False, patience=60.0):
        self.folder = Path(folder).resolve()
        self.data = self.folder / "data"
        self.log = self.folder / "server.log"
        self.throwaway = throwaway
        self.patience = patience
        self.is_new = False
        self._using = None
        self._keeper = None
        self._server = None
        self.socket = self._socket_folder()

    def url(self, database="postgres"):
        return f"postgresql://{SUPERUSER}@/{database}?host={self.socket}"

    def start(self):
        """Start the server, or join it. Raises Trouble. Afterwards ``is_new`` tells whether it was just made."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._changing():
                self._make_socket_folder()
                if not self.is_made():
                    self._make()
                if not self.is_running():
                    self._start_server()
                self._using = os.open(self.folder / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
                fcntl.flock(self._using, fcntl.LOCK_SH)
        except OSError as error:
            raise explain(error, self.folder) or error from None
        atexit.register(self.leave)

    def restart(self):
        """Start the server again if it died under a user of it."""
        with self._changing():
            if not self.is_running():
                self._make_socket_folder()
                self._start_server()

    def leave(self):
        """Stop using the cluster, and stop the server if nobody else uses it."""
        if self._using is None:
            return
        os.close(self._using)
        self._using = None
        atexit.unregister(self.leave)
        self.stop_if_unused()
        if self._keeper:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._keeper.wait(0 if self.is_running() else 5)

    def stop_if_unused(self, wait=True):
        """Return whether the server is down afterwards. Without ``wait``, a start or stop under way counts as use."""
        if not self.folder.exists():
            return True
        with self._changing(wait) as mine:
            if not mine:
                return False
            if not self.folder.exists():  # the keeper of a throw-away one was quicker
                return True
            users = os.open(self.folder / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._stop_server()
                if self.socket != self.folder:
                    shutil.rmtree(self.socket, ignore_errors=True)
                if self.throwaway:
                    shutil.rmtree(self.folder, ignore_errors=True)
            except BlockingIOError:
                return False
            finally:
                os.close(users)
        return True

    def keep(self, command):
        """Be the server's parent until it ends or its last user is gone. Runs in a process of its own."""
        with open(self.log, "ab") as log:
            self._server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/")
        # Asks twice a second and never waits for a lock, so as to notice when the server ends by itself.
        while self._server.poll() is None and not self.stop_if_unused(wait=False):
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._server.wait(0.5)
        self._server.wait()

    def is_made(self):
        return (self.data / "PG_VERSION").exists()

    def is_running(self):
        pid = self._pid()
        if not pid or (self._server and self._server.poll() is not None):
            return False
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        return not _is_zombie(pid)

    @contextlib.contextmanager
    def _changing(self, wait=True):
        """One process at a time makes, starts or stops the server; yields whether it is this one."""
        lock = os.open(self.folder / "change.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
                mine = True
            except BlockingIOError:
                mine = False
            yield mine
        finally:
            os.close(lock)

    def _make(self):
        """Run initdb in a folder beside, renamed when it is whole: an interrupted run leaves nothing half-made."""
        unfinished = self.folder / "data.unfinished"
        for rubbish in (unfinished, self.data):
            shutil.rmtree(rubbish, ignore_errors=True)
        locale = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
        flags = ["-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", f"--locale={locale}"]
        program = postgres.find("initdb")
        done = subprocess.run(
            [
                *postgres.without_root(program, self.folder, self.socket),
                program,
                "-D",
                unfinished,
                *flags,
                *["--no-sync"] * self.throwaway,
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            cwd="/",
        )
        if done.returncode:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise explain(done.stdout, self.folder) or Trouble(
                f"Postgres could not make a database in {self.folder} ({program} ended with {done.returncode}): "
                f"{_last_lines(done.stdout)}"
            )
        unfinished.rename(self.data)
        self.is_new = True

    def _start_server(self):
        program = postgres.find("postgres", major=(self.data / "PG_VERSION").read_text().strip())
        settings = {**SETTINGS, **(CARELESS if self.throwaway else {}), "unix_socket_directories": str(self.socket)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = [
            *postgres.without_root(program, self.folder, self.socket),
            str(program),
            "-D",
            str(self.data),
            *options,
        ]
        if self.log.exists() and self.log.stat().st_size > 1_000_000:
            self.log.unlink()
        began = self.log.stat().st_size if self.log.exists() else 0
        self._keeper = subprocess.Popen(
            [sys.executable, "-S", __file__, str(self.folder), "throwaway" if self.throwaway else "durable", *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # so that Ctrl-C at the terminal does not reach the server
            cwd="/",
        )
        until = time.monotonic() + self.patience
        while not self._is_ready():
            if self._keeper.poll() is not None or time.monotonic() > until:
                text = self.log.read_bytes()[began:].decode(errors="replace") if self.log.exists() else ""
                raise explain(text, self.folder) or Trouble(
                    f"Postgres did not start ({self.log} has more): {_last_lines(text)} If the database is beyond "
                    f"repair and holds nothing you need, remove {self.folder} and type the same command again."
                )
            time.sleep(0.01)

    def _stop_server(self):
        pid = self._pid()
        if pid and self.is_running():
            postgres.send(pid, signal.SIGINT)  # "fast": disconnects everyone, then ends cleanly
            until = time.monotonic() + self.patience
            while self.is_running() and time.monotonic() < until:
                time.sleep(0.01)

    def _pid(self):
        lines = self._pid_file()
        return int(lines[0]) if lines and lines[0].isdigit() else None

    def _is_ready(self):
        lines = self._pid_file()
        return len(lines) > 7 and lines[7].strip() == "ready" and self.is_running()

    def _pid_file(self):
        """The lines of postmaster.pid: the first is the process, the eighth its status."""
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except (FileNotFoundError, NotADirectoryError):
            return []

    def _socket_folder(self):
        """The cluster's folder, or elsewhere if its path has odd characters or over 103 bytes (a socket's limit)."""
        path = str(self.folder)
        if len(path) < 85 and re.fullmatch(r"[\w./-]+", path, re.ASCII):
            return self.folder
        digest = hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"ngo-site-{os.getuid()}-{digest}"

    def _make_socket_folder(self):
        self.socket.mkdir(mode=0o700, exist_ok=True)
        if self.socket.is_symlink() or self.socket.stat().st_uid not in {os.getuid(), postgres.stand_in()}:
            raise Trouble(
                f"{self.socket} belongs to another user of this computer; remove it or set TMPDIR to a folder of yours."
            )


def _is_zombie(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (OSError, IndexError):
        return False


def _last_lines(text):
    return " ".join(line.strip() for line in text.strip().splitlines()[-4:]) or "it printed nothing."


if __name__ == "__main__":
    Cluster(sys.argv[1], throwaway=sys.argv[2] == "throwaway").keep(sys.argv[3:])
