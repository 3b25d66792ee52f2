"""An IMAP server on loopback with one folder: as much of RFC 3501 as reading a mailbox needs."""

import re
import socketserver
import threading
from contextlib import contextmanager


class Folder(socketserver.ThreadingTCPServer):
    """``mails`` by their UID: [bytes, flags]."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        self.mails: dict[int, list] = {}
        self.password = "right"
        super().__init__(("127.0.0.1", 0), _Session)

    def put(self, raw: bytes) -> int:
        uid = len(self.mails) + 7
        self.mails[uid] = [raw, set()]
        return uid

    @property
    def url(self):
        return f"imap://site:{self.password}@127.0.0.1:{self.server_address[1]}/INBOX"


class _Session(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"* OK here\r\n")
        while line := self.rfile.readline().decode().strip():
            tag, command, *rest = line.split(" ", 2)
            if command == "UID":
                command, *rest = rest[0].split(" ", 1)
            answer = getattr(self, f"on_{command.lower()}")(*rest)
            self.wfile.write(f"{tag} {answer} done\r\n".encode())
            if command == "LOGOUT":
                return

    def on_capability(self):
        self.wfile.write(b"* CAPABILITY IMAP4rev1\r\n")
        return "OK"

    def on_login(self, names):
        return "OK" if names.endswith('"right"') else "NO wrong"

    def on_select(self, _name):
        self.wfile.write(f"* {len(self.server.mails)} EXISTS\r\n".encode())
        return "OK [READ-WRITE]"

    def on_search(self, _what):
        unseen = [str(uid) for uid, (_raw, flags) in self.server.mails.items() if "\\Seen" not in flags]
        self.wfile.write(f"* SEARCH {' '.join(unseen)}\r\n".encode())
        return "OK"

    def on_fetch(self, what):
        uid = int(what.split()[0])
        raw = self.server.mails[uid][0]
        self.wfile.write(f"* 1 FETCH (UID {uid} BODY[]<0> {{{len(raw)}}}\r\n".encode() + raw + b")\r\n")
        return "OK"

    def on_store(self, what):
        uid = int(what.split()[0])
        self.server.mails[uid][1] |= set(re.findall(r"\\\w+", what))
        return "OK"

    def on_close(self):
        gone = [uid for uid, (_raw, flags) in self.server.mails.items() if "\\Deleted" in flags]
        for uid in gone:
            del self.server.mails[uid]
        return "OK"

    def on_logout(self):
        self.wfile.write(b"* BYE\r\n")
        return "OK"


@contextmanager
def imap_server():
    with Folder() as folder:
        threading.Thread(target=folder.serve_forever, daemon=True).start()
        yield folder
        folder.shutdown()
