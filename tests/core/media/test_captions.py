"""WebVTT: what players need, and the line where it is wrong."""

import pytest

from core.media.captions import faults

GOOD = """WEBVTT - Ten seconds

NOTE made by hand

STYLE
::cue { color: white }

1
00:00.000 --> 00:02.500 align:start line:85%
Ink drips.

00:00:02.500 --> 01:00:04.000
- <v Jana>Listen.</v>
- To what?
"""


def test_captions_as_programs_write_them_are_taken():
    assert faults(GOOD.encode()) == []
    assert faults(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()) == []


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("1\n00:00:01,000 --> 00:00:02,000\nInk", 1, "WEBVTT"),
        ("WEBVTT\n\n00:00:01,000 --> 00:00:02.000\nInk", 3, "comma"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nInk\n\n00:04.000 --> 00:03.000\nInk", 6, "ends before"),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\nInk\n\n00:04.000 --> 00:07.000\nInk", 6, "above"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nInk\n00:03.000 --> 00:04.000\nInk", 5, "empty line"),
        ("WEBVTT\n00:01.000 --> 00:02.000\nInk", 2, "empty line"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000", 3, "no words"),
        ("WEBVTT\n\n00:61.000 --> 01:02.000\nInk", 3, "no time"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000 color:red\nInk", 3, "color:red"),
        ("WEBVTT\n\nInk\nruns\ndown", 3, "times"),
        ("WEBVTT\n\nNOTE nothing yet\n", 4, "single"),
    ],
)
def test_a_fault_is_told_with_its_line(text, line, words):
    first = faults(text.encode())[0]
    assert (first.line, words in first.what) == (line, True)


def test_other_encodings_are_named():
    assert faults("WEBVTT\n\n00:01.000 --> 00:02.000\nÉcoute".encode("latin-1"))[0].line == 4


def test_a_long_list_of_faults_is_cut():
    assert len(faults(("WEBVTT\n" + "\nInk\n" * 50).encode())) == 5
