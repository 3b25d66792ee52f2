"""A domain that mail is sent from, asked of a name server on this machine: what is there, and what is missing."""

import socket
import threading
from io import StringIO

import dns.message
import dns.rrset
import pytest
from django.core.management import CommandError, call_command

from core.mail import dns_records
from core.mail.dns_records import Records
from tests.post import Postman, smtp_server

WELL = {
    ("example.org.", "MX"): ["10 mx.example.org."],
    ("example.org.", "TXT"): ['"other=1"', '"v=spf1 mx " "-all"'],
    ("site._domainkey.example.org.", "TXT"): ['"v=DKIM1; k=rsa; p=MIIB" "IjAN"'],
    ("_dmarc.example.org.", "TXT"): ['"v=DMARC1; p=quarantine"'],
    ("mail.example.org.", "A"): ["127.0.0.9"],
    ("9.0.0.127.in-addr.arpa.", "PTR"): ["mail.example.org."],
}
HOST = "mail.example.org"


class NameServer:
    """Answers over UDP from ``records``."""

    def __init__(self):
        self.records = dict(WELL)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"
        threading.Thread(target=self.answer_all, daemon=True).start()

    def answer_all(self):
        while True:
            try:
                wire, asker = self.socket.recvfrom(4096)
            except OSError:
                return
            asked = dns.message.from_wire(wire)
            (question,) = asked.question
            kind = dns.rdatatype.to_text(question.rdtype)
            answer = dns.message.make_response(asked)
            if rows := self.records.get((question.name.to_text(), kind)):
                answer.answer = [dns.rrset.from_text(question.name, 60, "IN", kind, *rows)]
            self.socket.sendto(answer.to_wire(), asker)


@pytest.fixture
def name_server():
    server = NameServer()
    yield server
    server.socket.close()


def todos(server, domain="example.org", selectors=(), host=HOST) -> dict[str, str]:
    found = Records(server.address).about(domain, selectors, host)
    assert [finding.about for finding in found] == ["MX", "SPF", "DKIM", "DMARC", "Reverse name"]
    return {finding.about: finding.todo for finding in found if finding.todo}


def test_a_domain_that_has_all(name_server):
    assert todos(name_server) == {}
    sentences = [finding.sentence for finding in Records(name_server.address).about("example.org", [], HOST)]
    assert sentences[0] == "Answers to example.org go to mx.example.org."
    assert sentences[1].startswith("“v=spf1 mx -all”")
    assert sentences[4] == "127.0.0.9 is called mail.example.org, and that leads back."


def test_a_mail_server_may_be_named_by_its_address(name_server):
    name_server.records |= {
        ("mail.example.org.", "A"): ["11.0.0.9"],
        ("9.0.0.11.in-addr.arpa.", "PTR"): ["mail.example.org."],
    }
    finding = Records(name_server.address).reverse_name("11.0.0.9")
    assert (finding.sentence, finding.todo) == ("11.0.0.9 is called mail.example.org, and that leads back.", "")


def test_a_domain_that_has_nothing_is_told_each_line(name_server):
    name_server.records = {}
    assert todos(name_server, selectors=["k9"]) == {
        "MX": "example.org. MX 10 mail.example.org.",
        "SPF": 'example.org. TXT "v=spf1 a:mail.example.org ~all"',
        "DKIM": 'k9._domainkey.example.org. TXT "v=DKIM1; k=rsa; p=KEY-OF-YOUR-MAIL-SERVER"',
        "DMARC": '_dmarc.example.org. TXT "v=DMARC1; p=none; rua=mailto:postmaster@example.org"',
        "Reverse name": "mail.example.org. A ADDRESS",
    }


@pytest.mark.parametrize(
    ("key", "rows", "about", "todo"),
    [
        (("example.org.", "TXT"), ['"v=spf1 mx +all"'], "SPF", "v=spf1 mx ~all"),
        (("example.org.", "TXT"), ['"v=spf1 mx"'], "SPF", "v=spf1 mx ~all"),
        (("example.org.", "TXT"), ['"v=spf1 mx -all"', '"v=spf1 a -all"'], "SPF", 'example.org. TXT "v=spf1 a:'),
        (("site._domainkey.example.org.", "TXT"), ['"v=DKIM1; p="'], "DKIM", "NAME._domainkey.example.org."),
        (("9.0.0.127.in-addr.arpa.", "PTR"), ["other.example."], "Reverse name", "Have whoever gave you the address"),
        (("example.org.", "MX"), ["0 ."], "MX", "example.org. MX 10 mail.example.org."),
    ],
)
def test_what_is_there_and_wrong(name_server, key, rows, about, todo):
    name_server.records[key] = rows
    found = todos(name_server)
    assert list(found) == [about] and found[about].startswith(todo)


# What the record says, what else there is, and what is said of mail.example.org, which is at 9.9.9.9.
JUDGED = {
    "named by its address": ("ip4:9.9.9.0/24 -all", {}, "lets mail.example.org (9.9.9.9) send."),
    "named by its name": ("a:mail.example.org -all", {}, "lets mail.example.org (9.9.9.9) send."),
    "beside another": ("a:mail.example.org/24 ~all", {"mail.example.org. A": ["9.9.9.9", "9.9.9.1"]}, "lets mail."),
    "as the domain itself": ("a -all", {"example.org. A": ["9.9.9.9"]}, "(9.9.9.9) send."),
    "as a server that takes mail": ("mx -all", {"mx.example.org. A": ["9.9.9.9"]}, "(9.9.9.9) send."),
    "included": ("include:spf.mailer.net -all", {"spf.mailer.net. TXT": ['"v=spf1 ip4:9.9.9.9 -all"']}, "send."),
    "elsewhere": ("redirect=spf.mailer.net", {"spf.mailer.net. TXT": ['"v=spf1 ip4:9.9.9.9 -all"']}, "send."),
    "before what only receivers know": ("ip4:9.9.9.9 exists:%{i}.mailer.net -all", {}, "send."),
    "by what only receivers know": ("exists:%{i}.mailer.net -all", {}, "depends on “exists:%{i}.mailer.net”"),
    "of both kinds": ("ip6:2620:fe::/48 ip4:9.9.9.9 -all", {"mail.example.org. AAAA": ["2620:fe::9"]}, "fe::9) send."),
}  # fmt: skip
NOT_JUDGED_WELL = {
    "not named": ("ip4:9.9.8.0/24 -all", {}, "does not name mail.example.org (9.9.9.9)."),
    "refused by name": ("-ip4:9.9.9.9 +ip4:9.9.9.0/24 -all", {}, "does not name mail.example.org (9.9.9.9)."),
    "not included": ("include:spf.mailer.net ~all", {"spf.mailer.net. TXT": ['"v=spf1 -all"']}, "does not name"),
    "in part": (
        "ip4:9.9.9.9 -all", {"mail.example.org. A": ["9.9.9.9", "9.9.9.10"]},
        "some addresses of mail.example.org (9.9.9.10); from which mail leaves is not known here.",
    ),
    "led to nothing": ("include:spf.mailer.net -all", {}, "counts for nothing, for spf.mailer.net, to which it leads,"),
    "led round and round": ("include:example.org -all", {}, "for it takes more than 10 questions to the DNS"),
    "not understood": ("ipv4:9.9.9.9 -all", {}, "counts for nothing, for “ipv4:9.9.9.9” is not understood."),
    "no network": ("ip4:9.9.9.999 -all", {}, "counts for nothing, for “ip4:9.9.9.999” is not understood."),
}  # fmt: skip


def said_of_spf(server, record, more):
    server.records |= {
        ("example.org.", "TXT"): [f'"v=spf1 {record}"'],
        ("mail.example.org.", "A"): ["9.9.9.9"],
        **{tuple(name.split(" ")): rows for name, rows in more.items()},
    }
    return next(each for each in Records(server.address).about("example.org", [], HOST) if each.about == "SPF")


@pytest.mark.parametrize(("record", "more", "said"), JUDGED.values(), ids=JUDGED)
def test_the_mail_server_may_send(name_server, record, more, said):
    finding = said_of_spf(name_server, record, more)
    assert said in finding.sentence
    assert finding.todo == ""


@pytest.mark.parametrize(("record", "more", "said"), NOT_JUDGED_WELL.values(), ids=NOT_JUDGED_WELL)
def test_the_mail_server_may_not_send(name_server, record, more, said):
    finding = said_of_spf(name_server, record, more)
    assert said in finding.sentence
    assert finding.todo


def test_from_where_a_mail_server_of_ones_own_sends_is_not_known(name_server):
    finding = said_of_spf(name_server, "ip4:9.9.8.0/24 -all", {"mail.example.org. A": ["10.1.2.3"]})
    assert "from which address its mail leaves is not known here" in finding.sentence
    assert finding.todo == ""


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "10.0.0.7"])
def test_a_mail_server_on_this_computer_has_no_name_in_the_dns(name_server, host):
    name_server.records["example.org.", "TXT"] = []
    assert todos(name_server, host=host) == {
        "SPF": 'example.org. TXT "v=spf1 ip4:ADDRESS-FROM-WHICH-YOUR-MAIL-LEAVES ~all"'
    }
    name_server.records["example.org.", "TXT"] = ['"v=spf1 ip4:9.9.9.9 -all"']
    assert todos(name_server, host=host) == {}


def test_a_provider_has_no_host_to_look_at(name_server):
    name_server.records["example.org.", "TXT"] = []
    found = Records(name_server.address).about("example.org", [], "")
    assert [finding.about for finding in found] == ["MX", "SPF", "DKIM", "DMARC"]
    assert found[1].todo == 'example.org. TXT "v=spf1 include:WHAT-YOUR-PROVIDER-NAMES ~all"'


def test_the_policy_of_the_registered_domain_counts_below_it(name_server):
    name_server.records |= {
        (f"news.{name}" if kind != "PTR" else name, kind): rows
        for (name, kind), rows in WELL.items() if name == "example.org."
    }  # fmt: skip
    name_server.records["site._domainkey.news.example.org.", "TXT"] = ['"p=MIIB"']
    assert todos(name_server, "news.example.org") == {}


def test_without_a_name_server_it_says_so(monkeypatch):
    monkeypatch.setattr(dns_records, "SECONDS", 0.2)
    found = Records("127.0.0.1:1").about("example.org", ["site"], HOST)
    assert all(finding.todo and "Nobody answered" in finding.sentence for finding in found)


@pytest.fixture
def postman(settings, name_server):
    postman = Postman()
    with smtp_server(postman) as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5
        settings.DEFAULT_FROM_EMAIL = "Example <office@example.org>"
        yield postman


def check(server, *arguments) -> str:
    out = StringIO()
    try:
        call_command("check_mail", "--nameserver", server.address, *arguments, stdout=out)
    except CommandError as error:
        out.write(f"{error}\n")
    return out.getvalue()


@pytest.mark.django_db
def test_the_command_says_it_all_logs_in_and_sends_a_mail_when_asked(postman, name_server):
    said = check(name_server)
    assert "ok SPF: “v=spf1 mx -all”" in said
    assert "ok Mail server: It lets us in." in said
    assert said.endswith("All is well.\n")
    assert postman.recipients == []
    assert "took the mail" in check(name_server, "--to", "amina@example.org")
    assert postman.recipients == ["amina@example.org"]


@pytest.mark.django_db
def test_a_server_that_refuses_is_quoted(postman, name_server, settings):
    postman.answers["DATA"] = "550 5.7.1 account suspended"
    said = check(name_server, "--to", "amina@example.org")
    assert "-- Mail server: It refuses: 550 5.7.1 account suspended" in said
    settings.EMAIL_PORT = 1
    assert "-- Mail server: ConnectionRefusedError" in check(name_server)


@pytest.mark.django_db
@pytest.mark.parametrize("nameserver", ["ns.example.org", "9.9.9.9:x", "[::1", "9.9.9.9:99999"])
def test_a_name_server_that_is_none_is_said(settings, nameserver):
    settings.DEFAULT_FROM_EMAIL = "Example <office@example.org>"
    with pytest.raises(CommandError, match="no address of a name server"):
        call_command("check_mail", "--nameserver", nameserver, stdout=StringIO())
