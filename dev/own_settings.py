"""The settings of a computer of one's own where none are given: secrets in .demo/, and where to serve."""

import fcntl
import os
import secrets
import socket
from contextlib import contextmanager
from pathlib import Path

from .terminal import Trouble, explain

WHOLE_NETWORK = {"0.0.0.0", "::"}  # noqa: S104  (compared with, not bound to)


def environment(folder, address="127.0.0.1", port=8000):
    """Return a demo site's environment variables; its secrets and files are in ``folder``, made when first asked."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept = _secrets(folder)
    except OSError as error:
        raise explain(error, folder) or error from None
    return {
        **kept,
        "NGO_DEMO": "1",
        "SITE_URL": site_url(address, port),
        "ALLOWED_HOSTS": "*" if address in WHOLE_NETWORK else f"127.0.0.1,localhost,[::1],{_bracketed(address)}",
        "EMAIL_URL": "demo://",
        "MEDIA_ROOT": str(folder / "media"),
        "LOG_LEVEL": "WARNING",
    }


def site_url(address, port):
    """Where a browser on this computer finds the site."""
    host = "127.0.0.1" if address in WHOLE_NETWORK else _bracketed(address)
    return f"http://{host}:{port}"


def read_address(text):
    """Return (address, port) of ``ADDR:PORT``, ``PORT`` or ``[IPv6]:PORT``; 0 becomes a free port. Raises Trouble."""
    address, _, port = text.rpartition(":")
    address = address.strip("[]") if address.startswith("[") and address.endswith("]") else address or "127.0.0.1"
    if not (port.isascii() and port.isdigit() and int(port) < 65536) or (":" in address and f"[{address}]" not in text):
        raise Trouble(f"{text!r} is no address. Write ADDR:PORT, such as 127.0.0.1:8000 or [::1]:8000, or just a port.")
    return address, claim(address, int(port))


def claim(address, port):
    """Return the port (a free one for 0) if a server could listen there now. Raises Trouble."""
    try:
        found = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)
    except OSError:
        raise Trouble(f"{address!r} is no address of this computer. Write an IP address or localhost.") from None
    family, kind, protocol, _, place = found[0]
    with socket.socket(family, kind, protocol) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(place)
            listener.listen(1)
        except PermissionError:
            raise Trouble(
                f"Only root may serve at port {port}. Choose one from 1024 up, for example {address}:8000."
            ) from None
        except OSError as error:
            raise Trouble(
                f"The site cannot be served at {_bracketed(address)}:{port} ({error.strerror}). If another program, or "
                "the site itself, is using that port, end it or choose another port, for example "
                f"{_bracketed(address)}:{port + 1 if port < 65535 else 8000}"
            ) from None
        return listener.getsockname()[1]


@contextmanager
def alone(folder, waiting):
    """Hold the lock of ``folder``; call ``waiting()`` first if somebody else has it."""
    with open(folder / "lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def write_private(path, text):
    """Write a file that only its owner can read, whole or not at all."""
    temporary = path.with_name(path.name + ".new")
    temporary.unlink(missing_ok=True)
    with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def _secrets(folder):
    """Return what is in ``folder/secrets``; make it, and the private key beside it, if it is not there."""
    path = Path(folder) / "secrets"
    with alone(folder, waiting=lambda: None):
        if not path.exists():
            from core.crypto.sealed_box import new_key_pair  # needs what only .venv has

            private, public = new_key_pair()
            write_private(folder / "private_key", private + "\n")
            made = {
                "SECRET_KEY": secrets.token_urlsafe(50),
                "FINGERPRINT_SECRET": secrets.token_urlsafe(32),
                "ORGANISATION_PUBLIC_KEY": public,
            }
            write_private(path, "".join(f"{name}={value}\n" for name, value in made.items()))
        lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def _bracketed(address):
    return f"[{address}]" if ":" in address else address
