"""XML-RPC of strangers: pingbacks are understood, everything else is a fault, and nothing costs us much."""

import time
import xmlrpc.client

import pytest

from articles.mentions.xmlrpc import (
    METHODS,
    Call,
    Fault,
    ping_addresses,
    read_call,
    write_answer,
    write_fault,
)
from tests.paths import DATA

CORPUS = DATA / "xml"
SOURCE, TARGET = "https://blog.example/answer?a=1&b=2", "https://ours.example/articles/first/"


def call(method="pingback.ping", *parameters):
    return xmlrpc.client.dumps(parameters, method).encode()


def code_of(body):
    with pytest.raises(Fault) as caught:
        ping_addresses(read_call(body))
    return caught.value.code


@pytest.mark.parametrize(
    "body",
    [
        call("pingback.ping", SOURCE, TARGET),
        f"""<?xml version="1.0"?><methodCall>
            <methodName> pingback.ping </methodName>
            <params><param><value>{SOURCE.replace("&", "&amp;")}</value></param>
            <param>\n<value>\n<string>
              {TARGET}</string></value></param></params></methodCall>""".encode(),
        f"""<methodCall><methodName>pingback.ping</methodName><params>
            <param><value><![CDATA[{SOURCE}]]></value></param><param><value>{TARGET}</value></param>
            </params></methodCall>""".encode(),
        call("pingback.ping", SOURCE, TARGET).decode().replace("<?xml version='1.0'?>", "").encode("utf-16"),
    ],
)
def test_pings_are_read(body):
    assert ping_addresses(read_call(body)) == (SOURCE, TARGET)


def test_methods_are_listed():
    assert read_call(call("system.listMethods")) == Call("system.listMethods", [])
    (answer,), _ = xmlrpc.client.loads(write_answer(list(METHODS)))
    assert answer == ["pingback.ping", "system.listMethods"]


def test_answers_and_faults_are_read_by_python_itself():
    assert xmlrpc.client.loads(write_answer("Registered <b>&")) == (("Registered <b>&",), None)
    for code, text in [(0, "This ping cannot be accepted."), (48, "This ping is registered already.")]:
        with pytest.raises(xmlrpc.client.Fault) as caught:
            xmlrpc.client.loads(write_fault(Fault(code)))
        assert (caught.value.faultCode, caught.value.faultString) == (code, text)


@pytest.mark.parametrize(
    "parameters",
    [
        (),
        (SOURCE,),
        (SOURCE, TARGET, "x"),
        (SOURCE, 7),
        (SOURCE, [TARGET]),
        ({"a": SOURCE}, TARGET),
        (SOURCE, True),
        (SOURCE, {"string": TARGET}),
    ],
)
def test_other_parameters_are_wrong(parameters):
    assert code_of(call("pingback.ping", *parameters)) == -32602


@pytest.mark.parametrize(
    "method",
    [
        "system.multicall",
        "wp.getUsersBlogs",
        "pingback.extensions.getPingbacks",
        "PINGBACK.PING",
        " ",
        "pingback.ping\x85x",
    ],
)
def test_other_methods_do_not_exist(method):
    assert code_of(call(method, "admin", "guess")) == -32601


def test_multicall_is_not_even_looked_at():
    calls = [{"methodName": "pingback.ping", "params": [SOURCE, TARGET]}] * 20
    assert code_of(call("system.multicall", calls)) == -32601


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "latin-1"])
@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE methodCall>",
        '<!DOCTYPE m SYSTEM "http://127.0.0.1/x.dtd">',
        '<!DOCTYPE m [<!ENTITY a "b">]>',
        '<!DOCTYPE m [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]>',
    ],
)
def test_any_doctype_is_refused_in_any_encoding(doctype, encoding):
    plain = call("pingback.ping", SOURCE, TARGET).decode().partition("?>")[2]
    declared = {"utf-16-le": "utf-16", "utf-16-be": "utf-16", "latin-1": "iso-8859-1"}.get(encoding, encoding)
    start = f'<?xml version="1.0" encoding="{declared}"?>'
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    assert ping_addresses(read_call(mark + (start + plain).encode(encoding))) == (SOURCE, TARGET)
    assert code_of(mark + (start + doctype + plain).encode(encoding)) == -32700


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.xml")), ids=lambda path: path.stem)
def test_hostile_documents_are_refused_at_once(path):
    began = time.perf_counter()
    assert code_of(path.read_bytes()) in {-32700, -32600}
    assert time.perf_counter() - began < 0.2


BROKEN = {
    "nothing": b"",
    "no xml": b"source=a&target=b",
    "cut": call("pingback.ping", SOURCE, TARGET)[:-20],
    "two roots": call() + call(),
    "bad bytes": call().replace(b"pingback", b"ping\xffback"),
    "null": b"\0" * 100,
    "unknown entity": call("pingback.ping", "x", "y").replace(b"x</", b"&nbsp;</"),
    "20,000 arrays": b"<methodCall><params>" + b"<array>" * 20_000,
    "16 KiB of arrays": (b"<methodCall>" + b"<a>" * 9_000)[: 16 * 1024],
    "too long": call("pingback.ping", "a" * 16 * 1024, "b"),
    "strange encoding": b'<?xml version="1.0" encoding="utf-7"?><methodCall/>',
    "unknown encoding": b'<?xml version="1.0" encoding="nonsense"?><methodCall/>',
    "encoding that is none": b'<?xml version="1.0" encoding="zlib"?><methodCall/>',
    "multi-byte encoding": b'<?xml version="1.0" encoding="shift_jis"?><methodCall/>',
}


@pytest.mark.parametrize("broken", BROKEN)
def test_broken_documents_are_refused_at_once(broken):
    began = time.perf_counter()
    assert code_of(BROKEN[broken]) == -32700
    assert time.perf_counter() - began < 0.2


@pytest.mark.parametrize(
    "body",
    [
        b"<methodResponse><params/></methodResponse>",
        b"<methodCall/>",
        b"<methodCall><params/></methodCall>",
        b"<html><body><methodCall><methodName>pingback.ping</methodName></methodCall></body></html>",
        b"<methodCall><x><methodName>pingback.ping</methodName></x></methodCall>",
    ],
)
def test_other_documents_are_no_calls(body):
    assert code_of(body) == -32600
