"""A real Postfix on loopback, in a folder of its own, that pipes what comes for one address into our command.

Debian: apt install postfix; it is started by root and runs the command as ``nobody``.
"""

import os
import shlex
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from tests.ports import free_port

# The lines of Postfix' own master.cf that taking a mail and piping it needs.
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
error unix - - n - - error
discard unix - - n - - discard
postlog unix-dgram n - n - 1 postlogd
site unix - n n - - pipe flags=DRhu user=nobody argv={command}
"""
MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
maillog_file_prefixes = {folder}
maillog_file = {folder}/log
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.example.org
mydestination =
recipient_delimiter = +
virtual_mailbox_domains = example.org
virtual_mailbox_maps = inline:{{ {{ sign@example.org = there }} }}
virtual_transport = site
site_destination_recipient_limit = 1
default_transport = error:this machine sends nothing
smtpd_client_restrictions = permit
alias_maps =
"""


def is_installed() -> bool:
    return bool(shutil.which("postfix")) and os.getuid() == 0


@contextmanager
def running(folder: Path, environment: dict):
    """Yield the port; ``environment`` is what ``manage.py receive_mail`` is called with."""
    command, port = folder / "receive", free_port()
    given = " ".join(f"{name}={shlex.quote(value)}" for name, value in environment.items())
    program = f"{shlex.quote(sys.executable)} {Path.cwd() / 'manage.py'} receive_mail"
    command.write_text(f"#!/bin/sh\nenv {given} {program} || exit 75\n")
    command.chmod(0o755)
    for parent in [folder, *folder.parents][:3]:
        parent.chmod(0o755)
    for name in ("queue", "data"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    (folder / "main.cf").write_text(MAIN.format(folder=folder))
    (folder / "master.cf").write_text(MASTER.format(port=port, command=command))
    subprocess.run(["postfix", "-c", folder, "start"], check=True, stdin=subprocess.DEVNULL)
    try:
        yield port
    finally:
        subprocess.run(["postfix", "-c", folder, "stop"], check=True, stdin=subprocess.DEVNULL)
