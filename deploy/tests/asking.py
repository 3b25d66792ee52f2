"""Ask the site for pages without a pause until told to stop (SIGTERM), and say what became of each request.

    python3 deploy/tests/asking.py HOST CERTIFICATE PATH…

Eight askers; every other request is on a connection of its own, the rest on one that is kept. Prints the number of
requests and what was not answered 200, and ends with 1 if there was any of those.
"""

import collections
import http.client
import itertools
import signal
import socket
import ssl
import sys
import threading
import time

ASKERS = 8
host, certificate, *paths = sys.argv[1:]
context = ssl.create_default_context(cafile=certificate)
stopped = threading.Event()
signal.signal(signal.SIGTERM, lambda number, frame: stopped.set())
answers = collections.Counter()


class Connection(http.client.HTTPSConnection):
    """To this machine, whatever the name says."""

    def connect(self):
        self.sock = context.wrap_socket(socket.create_connection(("127.0.0.1", 443), 20), server_hostname=self.host)


def ask(connection, path):
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    return answer.status, answer.getheader("Connection") == "close"


def asker(number):
    kept = None
    for turn, path in zip(itertools.count(number), itertools.cycle(paths)):
        if stopped.is_set():
            return
        connection = kept if turn % 2 and kept else Connection(host, timeout=30, context=context)
        path = path.replace("RANDOM", f"{number}-{turn}")
        try:
            try:
                status, closing = ask(connection, path)
            except (http.client.RemoteDisconnected, ConnectionError):
                if connection is not kept:
                    raise
                # The server has closed it between two requests: once more, on a new one (RFC 9112, 9.3.1).
                kept.close()
                kept = None
                connection = Connection(host, timeout=30, context=context)
                status, closing = ask(connection, path)
        except OSError as error:
            status, closing = repr(error), True
        answers[status] += 1
        if turn % 2 and not closing:
            kept = connection
        else:
            connection.close()
            kept = None if connection is kept else kept
        time.sleep(0.02)


threads = [threading.Thread(target=asker, args=[number]) for number in range(ASKERS)]
for thread in threads:
    thread.start()
stopped.wait()
for thread in threads:
    thread.join()
failed = {status: count for status, count in answers.items() if status != 200}
print(f"{answers.total()} requests, {sum(failed.values())} failed {failed or ''}".rstrip())
sys.exit(bool(failed) or not answers)
