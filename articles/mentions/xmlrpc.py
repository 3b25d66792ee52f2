"""XML-RPC as far as pingbacks need it: calls, answers and faults, read and written. Nothing here touches the database.

Pingback 1.0 (https://www.hixie.ch/specs/pingback/pingback) and the fault codes of
"Specification for Fault Code Interoperability" (negative ones).
"""

from typing import NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import escape

from defusedxml import ElementTree

MAX_BYTES = 16 * 1024
MAX_DEPTH = 12
METHODS = ("pingback.ping", "system.listMethods")

GENERIC = 0
NO_TARGET = 0x0021
ALREADY_REGISTERED = 48
INVALID_XML = -32700
INVALID_CALL = -32600
UNKNOWN_METHOD = -32601
INVALID_PARAMETERS = -32602

# The finer codes about the source (there is none: 16, no link in it: 17, …) would make the server a port scanner for
# whoever asks. What is no target is public knowledge; 0x0021 says nothing of whether a draft has that address.
MESSAGES = {
    GENERIC: "This ping cannot be accepted.",
    NO_TARGET: "The target is no page of this site that takes mentions.",
    ALREADY_REGISTERED: "This ping is registered already.",
    INVALID_XML: "This is not well-formed XML-RPC.",
    INVALID_CALL: "This is not an XML-RPC call.",
    UNKNOWN_METHOD: "This server has no such method.",
    INVALID_PARAMETERS: "The method takes two strings: the address of the source and that of the target.",
}

_PARAMETER = ["methodCall", "params", "param", "value"]


class Fault(Exception):
    """An answer that says no; ``code`` is one of the constants above."""

    def __init__(self, code: int = GENERIC):
        super().__init__(MESSAGES[code])
        self.code = code


class Refusal(NamedTuple):
    """What another server says in a fault; the text is a stranger's."""

    code: int
    text: str


class Call(NamedTuple):
    """``parameters`` are strings; None stands for one of another type."""

    method: str
    parameters: list[str | None]


def read_call(body: bytes) -> Call:
    """Return the call, whose method is one of METHODS; raise Fault for everything else.

    Any DOCTYPE is refused, in whatever encoding, so there are no entities to expand and no files to fetch.
    """
    if len(body) > MAX_BYTES:
        raise Fault(INVALID_XML)
    reader = _Reader()
    try:
        reader.parser.Parse(body, True)
    except (expat.ExpatError, ValueError, LookupError):  # the latter two for odd encodings
        raise Fault(INVALID_XML) from None
    if reader.method is None:
        raise Fault(INVALID_CALL)
    return Call(reader.method, reader.parameters)


def ping_addresses(call: Call) -> tuple[str, str]:
    """Return source and target of a ``pingback.ping``, as they were sent; raise Fault when it has not two strings."""
    if len(call.parameters) != 2 or None in call.parameters:
        raise Fault(INVALID_PARAMETERS)
    source, target = (parameter.strip() for parameter in call.parameters)
    return source, target


def write_answer(value: str | list[str]) -> bytes:
    """Return the body (text/xml) of a success: a string, or a list of them."""
    if isinstance(value, str):
        return _write(f"<params><param>{_string(value)}</param></params>")
    members = "".join(map(_string, value))
    return _write(f"<params><param><value><array><data>{members}</data></array></value></param></params>")


def write_fault(fault: Fault) -> bytes:
    """Return the body (text/xml, status 200) of a fault."""
    return _write(
        "<fault><value><struct>"
        f"<member><name>faultCode</name><value><int>{fault.code}</int></value></member>"
        f"<member><name>faultString</name>{_string(MESSAGES[fault.code])}</member>"
        "</struct></value></fault>"
    )


def write_call(method: str, *parameters: str) -> bytes:
    """Return the body (text/xml) of a call with these strings."""
    given = "".join(f"<param>{_string(parameter)}</param>" for parameter in parameters)
    call = f"<methodCall><methodName>{method}</methodName><params>{given}</params></methodCall>"
    return f'<?xml version="1.0"?>\n{call}\n'.encode()


def read_refusal(body: bytes) -> Refusal | None:
    """Return why another server refused our call, or None when its answer is a success.

    An answer that cannot be read is a refusal with GENERIC; it may be as hostile as a call.
    """
    try:
        answer = ElementTree.fromstring(body, forbid_dtd=True)
    except (ElementTree.ParseError, ValueError, LookupError):  # DTDs and entities raise ValueErrors
        return Refusal(GENERIC, "Its answer could not be read.")
    if answer.tag == "methodResponse" and answer.find("fault") is None and answer.find("params") is not None:
        return None
    said = {
        member.findtext("name", "").strip(): "".join(member.find("value").itertext()).strip()
        for member in answer.iterfind("fault/value/struct/member")
        if member.find("value") is not None
    }
    code = said.get("faultCode", "")
    is_number = code.removeprefix("-").isdecimal() and len(code) < 10
    return Refusal(int(code) if is_number else GENERIC, said.get("faultString") or "It refused without a reason.")


def _write(content):
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<methodResponse>{content}</methodResponse>\n'.encode()


def _string(text):
    return f"<value><string>{escape(text)}</string></value>"


class _Reader:
    """Collects the method and its strings while expat reads, and stops it early."""

    def __init__(self):
        self.method, self.parameters = None, []
        self.path, self.text = [], []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text.append
        self.parser.StartDoctypeDeclHandler = self.forbid
        self.parser.EntityDeclHandler = self.forbid
        self.parser.ExternalEntityRefHandler = self.forbid

    def forbid(self, *declaration):
        raise Fault(INVALID_XML)

    def start(self, name, attributes):
        if len(self.path) >= MAX_DEPTH:
            raise Fault(INVALID_XML)
        if not self.path and name != "methodCall":
            raise Fault(INVALID_CALL)
        self.path.append(name)
        self.text.clear()
        if self.path == _PARAMETER:
            self.typed, self.string = False, None
        elif self.path[:4] == _PARAMETER:
            self.typed = True

    def end(self, name):
        text = "".join(self.text)
        if self.path == ["methodCall", "methodName"]:
            self.method = text.strip()
            # At once: what belongs to system.multicall and the like is not even looked at.
            if self.method not in METHODS:
                raise Fault(UNKNOWN_METHOD)
        elif self.path == [*_PARAMETER, "string"]:
            self.string = text
        elif self.path == _PARAMETER:
            self.parameters.append(self.string if self.typed else text)
        self.path.pop()
        self.text.clear()
