"""What manage.py does before Django: the .venv, settings where none are given, the embedded Postgres."""

# Readable by Python 3.6, like manage.py; only the standard library until the .venv is there.
import contextlib
import os
import signal
import sys
from pathlib import Path

from .terminal import Trouble, complain, explain

BASE = Path(__file__).resolve().parent.parent
REQUIREMENTS = "requirements.txt"
DEMO = "requirements-demo.txt"  # the programs of Postgres
DEVELOPMENT = "requirements-dev.txt"
MOST_PROCESSES = 8  # of the tests; each has a Postgres server of its own
# These neither read nor write data.
WITHOUT_DATABASE = {
    "help",
    "version",
    "collectstatic",
    "compilemessages",
    "makemessages",
    "create_keys",
    "open_handover",
    "startapp",
    "test",
}
# These come before there are tables, or care for the tables themselves.
WITHOUT_TABLES = {
    "demo",
    "migrate",
    "makemigrations",
    "check",
    "dbshell",
    "sqlmigrate",
    "showmigrations",
    "flush",
    "optimizemigration",
    "write_schema",
}


def main(arguments):
    """Run ``manage.py`` with these arguments and return its exit code."""
    command = arguments[1] if len(arguments) > 1 and not arguments[1].startswith("-") else "help"
    if "--help" in arguments or "-h" in arguments:
        command = "help"
    try:
        address = read_address(command, arguments[2:])
        if not has_own_settings(command):
            check_settings()
        enter_venv(command)
        if command == "test":
            return run_tests(arguments[2:])
        if has_own_settings(command):
            use_own_settings(command, *address)
        if command == "demo":
            arguments = arguments[:2] + ["{}:{}".format(*address)] + [a for a in arguments[2:] if a.startswith("-")]
        return run_django(arguments)
    except Trouble as trouble:
        return complain(trouble)
    except OSError as error:
        trouble = explain(error, BASE)
        if trouble is None:
            raise
        return complain(trouble)
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


def has_own_settings(command):
    """Whether what the environment leaves out is made up here; never for a site that is served to others."""
    if command in {"demo", "test"}:
        return True
    return command != "serve" and not (os.environ.get("DATABASE_URL") or os.environ.get("SECRET_KEY"))


def check_settings():
    """Say at once all that is missing, before anything is installed. Raises Trouble."""
    from ngo_site import required_settings

    if required_settings.missing():
        raise Trouble(required_settings.missing())


def read_address(command, arguments):
    """Return where the site will be served. A taken port is said before anything is installed."""
    given = [argument for argument in arguments if not argument.startswith("-")]
    if command == "demo":
        from . import own_settings

        if len(given) > 1:
            raise Trouble("Write one address: python3 manage.py demo ADDR:PORT")
        return own_settings.read_address(given[0] if given else "127.0.0.1:8000")
    if command == "runserver" and given:
        address, _, port = given[0].rpartition(":")
        return address or "127.0.0.1", port
    return "127.0.0.1", 8000


def enter_venv(command):
    """Go on in .venv with all the command requires. Returns only there, or in an environment of the user's own."""
    from . import requirements, venv

    files, optional = wanted(command)
    own = venv.Venv(BASE, compiled=not has_own_settings(command))
    inside = os.path.realpath(sys.prefix) == os.path.realpath(str(own.folder))
    if os.environ.get("NGO_SITE_NO_VENV") or (sys.prefix != sys.base_prefix and not inside):
        return stay(command, requirements.missing(BASE, [file for file in files if file not in optional]), files)
    is_current = own.is_current(files)
    if not is_current:
        own.fill(files, optional=optional)
    if has_own_settings(command):
        keep_bytecode(own.folder)
    if inside and is_current:
        return None
    sys.stdout.flush()
    os.execv(str(own.python), [str(own.python), *sys.argv])  # noqa: S606


def keep_bytecode(folder):
    """Have all modules compiled once, into .venv, also where none may be kept beside the source."""
    if not os.environ.get("PYTHONPYCACHEPREFIX"):
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = str(folder / "pycache")
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        sys.dont_write_bytecode = False


def wanted(command):
    """Return a command's requirement files, and those that may fail because the computer has a Postgres anyway."""
    from . import postgres

    files = [REQUIREMENTS]
    if command == "test":
        files.append(DEVELOPMENT)
    if os.environ.get("DATABASE_URL") or os.environ.get("PG_BIN"):
        return files, []
    files.append(DEMO)
    return files, [DEMO] if postgres.is_here() else []


def stay(command, missing, files):
    """In an environment of the user's own nothing is installed behind their back."""
    if not missing:
        return
    line = " ".join("-r " + file for file in files)
    raise Trouble(
        "This Python is in a virtual environment of your own ({}), where the site installs nothing itself, and {} of "
        "its packages are missing ({}, …). Type the line below and then the same command again; or type deactivate "
        "first, and the site makes its own .venv.\n    {} -m pip install --require-hashes {}".format(
            sys.prefix, len(missing), ", ".join(missing[:3]), sys.executable, line
        )
    )


def run_tests(arguments):
    os.environ["NGO_SITE_MAY_INSTALL"] = "1"
    os.chdir(str(BASE))
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *on_all_cores(arguments), *arguments])  # noqa: S606


def on_all_cores(arguments):
    """Return what pytest is told besides: a single file, or a single core, is sooner done in one process."""
    paths = [argument.partition("::")[0] for argument in arguments if not argument.startswith("-")]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    if cores == 1 or sum(path.endswith(".py") for path in paths) == 1:
        return []
    # One more than there are cores: many a test waits for a server, a browser or a clock.
    return ["-n", str(min(cores + 1, MOST_PROCESSES)), "--dist=loadfile", "--no-loadscope-reorder"]


def use_own_settings(command, address, port):
    """Fill in what the environment does not say, and start or join the embedded Postgres."""
    from . import own_settings

    given = own_settings.environment(BASE / ".demo", address, port)
    if command == "runserver":
        given["DEBUG"] = "1"
    if not os.environ.get("DATABASE_URL"):
        given["DATABASE_URL"] = embedded_database(command)
    for name, value in given.items():
        os.environ.setdefault(name, value)


def embedded_database(command):
    from .cluster import Cluster
    from .terminal import step

    cluster = Cluster(BASE / ".postgres")
    if command in WITHOUT_DATABASE:
        return cluster.url()
    # Its default ends Python without leaving the cluster.
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    with contextlib.nullcontext() if cluster.is_made() and command != "demo" else step("Starting Postgres"):
        cluster.start()
    if cluster.is_new and command not in WITHOUT_TABLES:
        os.environ["NGO_SITE_NEW_DATABASE"] = "1"  # for dev/commands.py, which makes the tables
    return cluster.url()


def run_django(arguments):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ngo_site.settings")
    from . import commands

    return commands.run(arguments)
