"""What a WSGI application answers, as messages to an ASGI server."""

from core.asgi.threads import AT_ONCE, SentFile, answer


class Pieces:
    """An answer that is made piece by piece, and knows when it was closed."""

    def __init__(self, *pieces):
        self.pieces, self.is_closed = pieces, False

    def __iter__(self):
        return iter(self.pieces)

    def close(self):
        self.is_closed = True


def ask(pieces):
    """Return what was sent on the way and what is left to send."""

    def application(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return pieces

    sent = []
    return sent, answer(application, {}, sent.append)


START = {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]}


def test_a_short_answer_is_sent_when_the_thread_is_free_again():
    pieces = Pieces(b"Hello, ", b"Zo\xc3\xab")
    assert ask(pieces) == ([], [START, {"type": "http.response.body", "body": b"Hello, Zo\xc3\xab"}])
    assert pieces.is_closed


def test_a_long_answer_is_sent_piece_by_piece():
    pieces = Pieces(*[b"x" * AT_ONCE] * 4)
    sent, left = ask(pieces)
    assert sent[0] == START
    assert b"".join(message["body"] for message in sent[1:]) == b"x" * 4 * AT_ONCE
    assert all(message["more_body"] for message in sent[1:])
    assert left == [{"type": "http.response.body", "body": b""}]
    assert pieces.is_closed


def test_a_file_is_left_to_the_server(tmp_path):
    (tmp_path / "film.mp4").write_bytes(b"film")
    file = (tmp_path / "film.mp4").open("rb")
    assert ask(SentFile(file)) == ([], [START, {"type": "http.response.pathsend", "path": f"{tmp_path}/film.mp4"}])
    assert file.closed


def test_the_rest_of_a_file_is_read_here(tmp_path):
    (tmp_path / "film.mp4").write_bytes(b"film")
    file = (tmp_path / "film.mp4").open("rb")
    file.seek(2)
    assert ask(SentFile(file)) == ([], [START, {"type": "http.response.body", "body": b"lm"}])
