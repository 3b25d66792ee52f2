"""A real nginx with the file that we ship, on a port of its own in front of a served site."""

import os
import re
import shutil
import subprocess
from contextlib import contextmanager

import pytest
from django.conf import settings

from tests.ports import free_port
from tests.serve.served import Served
from tests.waiting import wait_until

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
needs_nginx = pytest.mark.skipif(NGINX is None, reason="needs nginx (Debian: apt install nginx-light; .ci/run does)")


def fitted(folder, port, plain_port, site) -> str:
    """Return the shipped file with its lines marked "yours" changed, as docs/operators.md says; and without TLS.

    What nginx makes of each request is noted in the file ``answered``.
    """
    lines = (settings.BASE_DIR / "deploy/nginx.conf").read_text()
    secure = lines[lines.index("server {\n    listen 443") :]
    before = lines[: lines.index("server {\n    listen 443")].replace("/run/site-pages", f"{folder}/pages")
    before = before.replace("listen 80 ", f"listen 127.0.0.1:{plain_port} ")
    secure = re.sub(r"    ssl_certificate.*\n", "", secure).replace("listen 443 ssl", f"listen 127.0.0.1:{port}")
    secure = secure.replace("client_body_timeout 20s", "client_body_timeout 4s").replace("$host", "$http_host")
    secure = secure.replace("        access_log", f"        access_log {folder}/answered answered;\n        access_log")
    own = (before + secure.replace("/srv/site/", f"{folder}/")).replace("127.0.0.1:8000", f"{site.host}:{site.port}")
    folders = " ".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"{'user root;' if os.geteuid() == 0 else ''} pid {folder}/pid; error_log {folder}/log; daemon off;\n"
        f"events {{ worker_connections 1024; }}\nhttp {{ access_log off; {folders}\n"
        f"log_format answered '$request_uri $upstream_cache_status';\n{own}\n}}\n"
    )


@contextmanager
def nginx_before(site, folder):
    """Run it; yield where it answers."""
    port, plain_port = free_port(), free_port()
    (folder / "conf").write_text(fitted(folder, port, plain_port, site))
    process = subprocess.Popen([NGINX, "-p", folder, "-e", folder / "log", "-c", folder / "conf"])
    front = Served(f"http://127.0.0.1:{port}", process)
    front.folder, front.plain = folder, Served(f"http://127.0.0.1:{plain_port}", process)
    try:
        wait_until(lambda: front.listening() or process.poll() is not None)
        assert process.poll() is None
        yield front
    finally:
        process.terminate()
        process.wait(20)
