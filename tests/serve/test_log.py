"""What all processes of the site write, the web server's own included, is one JSON object a line."""

import json
import os
import signal

from tests.serve.served import served
from tests.waiting import wait_until


def test_each_line_is_one_object(transactional_db, static_files, tmp_path):
    log = tmp_path / "log"
    with log.open("w") as file, served(file, LOG_FORMAT="json") as site:
        os.kill(min(site.workers()), signal.SIGKILL)
        wait_until(lambda: "worker" in log.read_text(), 60)
        wait_until(lambda: site.listening() == 2, 60)
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    said = next(line for line in lines if "worker" in line["message"])
    assert (said["logger"], said["level"]) == ("_granian", "ERROR")
