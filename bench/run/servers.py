"""The servers as production starts them: granian with the flags of `manage.py serve`, two processes of four threads."""

import contextlib
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from bench import site
from tests.ports import free_port


@dataclass
class Server:
    """Where it listens, and the processes whose time counts for what it answers."""

    port: int
    pids: list[int] = field(default_factory=list)

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", self.port


@contextlib.contextmanager
def serve(application: str, postgres: int, *, python=sys.executable, ready="/healthz", **more: str):
    """Run an application, WSGI or ASGI, on that Postgres, and yield its server; ``more`` is for its environment."""
    from ngo_site import serving

    port = free_port()
    command = [*serving.command("127.0.0.1", port)[:-1], application]
    command[0] = str(python)
    if "wsgi:" in application:
        command[command.index("asginl")] = "wsgi"
        command[-1:-1] = ["--blocking-threads", "4"]
    hits = f"127.0.0.1:{port}"  # as `manage.py serve` does; without it nginx would keep nothing
    environment = {**os.environ, "PYTHONPATH": str(site.ROOT), "NGINX_HITS": hits, **more}
    with site.running(command, f"http://127.0.0.1:{port}{ready}", cwd=site.ROOT, env=environment) as pid:
        yield Server(port, [pid, postgres])


@contextlib.contextmanager
def nginx(folder: Path, upstream: Server, files: dict[str, bytes]):
    """Run nginx with the shipped lines in front of a server; ``files`` are those that it serves itself."""
    for name, content in files.items():
        (folder / ".static").mkdir(exist_ok=True)
        (folder / ".static" / name).write_bytes(content)
    with site.shipped_nginx(folder, f"http://127.0.0.1:{upstream.port}") as (url, pid):
        yield Server(int(url.rpartition(":")[2]), [pid])


@contextlib.contextmanager
def jobs():
    """Run the worker that production has beside the server; yield its process."""
    worker = subprocess.Popen([sys.executable, str(site.ROOT / "manage.py"), "run_jobs"], stdout=subprocess.DEVNULL)
    try:
        yield worker.pid
    finally:
        worker.terminate()
        worker.wait(20)


def postgres_of(cluster) -> int:
    """Return the first process of a cluster that runs."""
    return int((cluster.data / "postmaster.pid").read_text().split("\n", 1)[0])
