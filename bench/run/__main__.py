"""All figures in one run: ours and Wagtail's in turn, the limits they are measured against, memory, the whole flow.

    python3 bench/run [--quick] [--without-wagtail] [--search-at 100000]

It needs Linux, and nginx for the rows that have it; everything listens on loopback.
"""

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[0] = str(ROOT)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one short round: shows that it works, and keeps nothing")
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each row in each round")
    parser.add_argument("--patience", type=float, default=180, help="seconds to wait until the machine is quiet")
    parser.add_argument("--without-wagtail", action="store_true", help="take nothing from the registry")
    parser.add_argument("--search-at", type=int, metavar="ARTICLES", help="search among so many, too (20 minutes)")
    parser.add_argument("--into", type=Path, help="a folder for run.json and bench.svg, instead of their places here")
    options = parser.parse_args()
    if options.quick:
        options.rounds, options.seconds, options.patience = 1, 0.3, 0

    from bench.run import report
    from bench.run.measure import Measurement
    from dev.terminal import Trouble

    with tempfile.TemporaryDirectory(prefix="ngo-bench-") as folder:
        try:
            figures = Measurement(Path(folder), options).run()
        except Trouble as trouble:
            raise SystemExit(f"{trouble}\nWithout Wagtail: --without-wagtail")
    print(report.tell(figures))
    if options.into or not options.quick:
        report.keep(figures, options.into)


if __name__ == "__main__":
    # Like manage.py: in .venv, which is made if need be.
    from dev import bootstrap

    bootstrap.enter_venv("demo")
    main()
