"""What people signed comes out again, whole, for whoever has the private key, and for nobody else."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from campaigns.handover import export as handover
from campaigns.handover.reader import open_handover, safe_cell
from core.audit import AuditEntry
from core.crypto.key_text import read_key, write_key
from core.crypto.sealed_box import new_key_pair, public_half
from tests.campaigns.signatures.signers import box_of, make_signers
from tests.campaigns.signatures.test_counting import make_signature
from tests.factories import make_account, make_petition, make_staff

pytestmark = pytest.mark.django_db
ATTACKS = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "＝1", '=HYPERLINK("http://x.example","a,b")']


def url(petition):
    return reverse("admin:campaigns_petition_hand_over", args=[petition.pk])


def downloaded(petition, path):
    path.write_bytes(b"".join(handover.lines(petition)))
    return path


def rows(folder):
    with (folder / "signatures.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def key(tmp_path, private_key):
    file = tmp_path / "private-key.txt"
    file.write_text(write_key(read_key(private_key)))
    return file


def test_an_editor_downloads_what_nobody_on_the_way_can_read(client):
    petition = make_petition(slug="free-them", demand="Let them go.")
    make_signers(petition, [box_of(number) for number in range(7)])
    make_signature(petition, status="pending", sealed=b"canary")
    make_signature(petition, status="held", sealed=b"canary")
    make_signature(make_petition(), sealed=b"canary")
    clara = make_account("editor")
    client.force_login(clara)
    assert "7 confirmed signatures" in client.get(url(petition)).text
    assert not AuditEntry.objects.filter(action="hand-over").exists()

    answer = client.post(url(petition))
    content = b"".join(answer.streaming_content)
    assert answer["Content-Disposition"].endswith('.handover"')
    assert answer["Cache-Control"].startswith("no-store, private")
    first, *signatures, last = map(json.loads, content.splitlines())
    assert first["format"] == "sealed-hand-over"
    assert first["counts"] == {"signatures": 7, "on_paper": 0, "countries": {"KE": 2, "FR": 2, "DE": 2, "IR": 1}}
    assert first["demands"] == [{"words": "Let them go.", "until": None, "reason": ""}]
    assert {frozenset(line) for line in signatures} == {frozenset({"country", "box"})}
    assert last == {"end": True, "signatures": 7}
    assert b"Amina" not in content and b"amina" not in content
    entry = AuditEntry.objects.get(action="hand-over")
    assert (entry.actor_name, entry.object_name) == ("editor", petition.title)


@pytest.mark.parametrize("role", ["author", "moderator", "campaigner"])
def test_nobody_else_may(client, role):
    petition = make_petition()
    client.force_login(make_account(role))
    for answer in (client.get(url(petition)), client.post(url(petition))):
        assert answer.status_code == 403
    assert client.get("/admin/campaigns/petition/open-hand-over/").status_code == 403
    assert not AuditEntry.objects.filter(action="hand-over").exists()


def test_the_words_as_they_were_signed_are_in_it_and_one_file_holds_all_languages():
    petition = make_petition(demand="Let tehm go.")
    make_signers(petition, [box_of(1)])
    petition.correct("Let them go.", "A slip")
    french = make_petition(translation_of=petition, language="fr")
    header = json.loads(next(handover.lines(french)))
    assert [(one["words"], one["reason"]) for one in header["demands"]] == [
        ("Let tehm go.", "A slip"),
        ("Let them go.", ""),
    ]
    assert header["petition"]["slug"] == petition.slug


def test_the_command_opens_it_without_a_database(tmp_path, key, django_db_blocker):
    petition = make_petition(slug="free-them", title="Free <them>")
    boxes = [box_of(number) for number in range(20)]
    boxes[3] = box_of(3, name="Ærøskøbing 李", comment="We <b>all</b>\nhope, “too”", consent={"public": True})
    boxes[4] = {"name": "From an old version"}
    make_signers(petition, boxes)
    file = downloaded(petition, tmp_path / "x.handover")
    with django_db_blocker.block():
        options = ("--key", str(key), "--comments", "4", "--list", "name,town,country")
        call_command("open_handover", str(file), *options, stdout=io.StringIO())
    found = rows(tmp_path / "x")
    assert [row["name"] for row in found] == [box["name"] for box in boxes]
    assert [row["e-mail"] for row in found if row["e-mail"]] == [box["email"] for box in boxes if "email" in box]
    assert found[3]["comment"] == boxes[3]["comment"]
    assert (found[2]["name may be shown"], found[5]["name may be shown"]) == ("yes", "no")
    where = [(row["postcode"], row["town"], row["country"], row["country name"]) for row in found[:2]]
    assert where == [("10000", "Übersee 0", "KE", "Kenya"), ("10001", "Übersee 1", "FR", "France")]
    page = (tmp_path / "x" / "hand-over.html").read_text()
    assert "<li><bdi>Amina Khalil 2</bdi>, <bdi>Übersee 2</bdi>, Germany</li>" in page
    assert "<li><bdi>(name kept back)</bdi>, France</li>" in page  # the town was given to be shown with the name
    assert "We &lt;b&gt;all&lt;/b&gt;" in page and "Because 5" not in page
    assert "Free &lt;them&gt;" in page
    assert page.count("<li>") == 20
    assert "Amina Khalil 2<" in page
    assert "Amina Khalil 5<" not in page  # did not agree to be named in public
    assert '<th scope="row">Kenya</th><td>5</td>' in page
    assert not (tmp_path / "x" / "hand-over.html.part").exists()


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_cell_begins_as_a_formula_does(tmp_path, key, attack):
    petition = make_petition()
    make_signers(petition, [box_of(1, name=attack, comment=attack, postcode=attack, place=attack)])
    file = downloaded(petition, tmp_path / "x.handover")
    call_command("open_handover", str(file), "--key", str(key), stdout=io.StringIO())
    (row,) = rows(tmp_path / "x")
    assert {row[name] for name in ("name", "comment", "postcode", "town")} == {safe_cell(attack)}
    assert safe_cell(attack).startswith("'")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Amina; -1; Khalil", "Amina; '-1; Khalil"),  # rows are split at semicolons where a number has a comma
        ('x;"=1+1";y', 'x;"\'=1+1";y'),
        ("We want:\n- bread", "We want:\n'- bread"),
        ("Amina - Khalil = 1; yes", "Amina - Khalil = 1; yes"),
    ],
)
def test_nor_does_what_another_separator_would_make_a_cell(typed, written):
    assert safe_cell(typed) == written


def test_half_a_download_and_a_wrong_key_are_noticed(tmp_path, key):
    petition = make_petition()
    make_signers(petition, [box_of(number) for number in range(3)])
    file = downloaded(petition, tmp_path / "x.handover")
    file.write_bytes(file.read_bytes()[:-60])
    (tmp_path / "not").write_text("{}")
    with pytest.raises(CommandError, match="not a hand-over"):
        call_command("open_handover", str(tmp_path / "not"), "--key", str(key), stdout=io.StringIO())
    with pytest.raises(CommandError, match="not complete"):
        call_command("open_handover", str(file), "--key", str(key), stdout=io.StringIO())
    key.write_text(key.read_text()[::-1])
    with pytest.raises(CommandError, match=r"typing error|no key has"):
        call_command("open_handover", str(file), "--key", str(key), stdout=io.StringIO())


DAMAGED, NOT_WHOLE = "line of the file is damaged", "not complete"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda lines: [*lines[:2], lines[1], *lines[2:]], NOT_WHOLE),  # the same signature twice
        (lambda lines: [*lines[:1], *lines[2:]], NOT_WHOLE),
        (lambda lines: [*lines, lines[1]], NOT_WHOLE),  # more after the end
        (lambda lines: [*lines, b'{"half'], NOT_WHOLE),
        (lambda lines: [lines[0], lines[1].replace(b"KE", b"FR"), *lines[2:]], NOT_WHOLE),
        (lambda lines: [lines[0], b"{}\n", *lines[1:]], DAMAGED),
        (lambda lines: [lines[0], b"[]\n", *lines[1:]], DAMAGED),
        (lambda lines: [lines[0], b"\xff\x00\n", *lines[1:]], DAMAGED),
        (lambda lines: [lines[0], lines[1].replace(b'"box":"', b'"box":"!!'), *lines[2:]], DAMAGED),
        (lambda lines: [lines[0], lines[1].replace(b'"box":"', b'"box":"AAAA'), *lines[2:]], None),
        (lambda lines: [b'{"format":"sealed-hand-over","version":1}\n', *lines[1:]], "not a hand-over"),
        (lambda lines: [lines[0].replace(b'"version":1', b'"version":2'), *lines[1:]], "later version"),
        (lambda lines: [lines[0], *lines[-2:0:-1], lines[-1]], ""),  # another order changes nothing
    ],
)
def test_a_file_that_was_tampered_with_is_told_apart(tmp_path, key, change, said):
    petition = make_petition()
    make_signers(petition, [box_of(number) for number in range(4)])
    file = tmp_path / "x.handover"
    file.write_bytes(b"".join(change(list(handover.lines(petition)))))
    told = io.StringIO()
    if said:
        with pytest.raises(CommandError, match=said):
            call_command("open_handover", str(file), "--key", str(key), stdout=told)
    else:
        call_command("open_handover", str(file), "--key", str(key), stdout=told, stderr=(trouble := io.StringIO()))
        assert "signatures opened" in told.getvalue()
        assert ("1 boxes were sealed to another key, or damaged" in trouble.getvalue()) == (said is None)


def test_a_key_that_opens_nothing_and_a_petition_nobody_signed(tmp_path, key):
    petition = make_petition()
    empty = downloaded(petition, tmp_path / "empty.handover")
    told = io.StringIO()
    call_command("open_handover", str(empty), "--key", str(key), stdout=told)
    assert "0 signatures opened" in told.getvalue()
    make_signers(petition, [box_of(1)])
    full = downloaded(petition, tmp_path / "full.handover")
    (tmp_path / "other").write_text(new_key_pair()[0])
    with pytest.raises(CommandError, match="None of the boxes opens"):
        call_command(
            "open_handover", str(full), "--key", str(tmp_path / "other"), stdout=told, stderr=(trouble := io.StringIO())
        )
    assert "1 boxes" in trouble.getvalue()


def test_every_download_is_in_the_audit_log(client):
    petition = make_petition()
    client.force_login(make_account("editor"))
    for _ in range(2):
        b"".join(client.post(url(petition)).streaming_content)
    assert AuditEntry.objects.filter(action="hand-over", object_name=petition.title).count() == 2


def test_old_and_new_keys_open_their_own_boxes(tmp_path, settings, private_key):
    petition = make_petition()
    make_signers(petition, [box_of(1)])
    new_private, settings.ORGANISATION_PUBLIC_KEY = new_key_pair()
    make_signers(petition, [box_of(2)])
    assert public_half(new_private) == settings.ORGANISATION_PUBLIC_KEY
    content = b"".join(handover.lines(petition))
    one = open_handover(io.BytesIO(content), [new_private])
    assert ([signer.name for signer in one.signers], one.unreadable) == (["Amina Khalil 2"], 1)
    both = open_handover(io.BytesIO(content), [new_private, private_key])
    assert ([signer.number for signer in both.signers], both.unreadable, both.is_whole) == ([1, 2], 0, True)


def test_the_page_that_opens_it_may_talk_to_nobody(client):
    client.force_login(make_staff())
    answer = client.get("/admin/campaigns/petition/open-hand-over/")
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert policy["connect-src"] == policy["default-src"] == policy["form-action"] == policy["img-src"] == "'none'"
    assert policy["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert "no-store" in answer["Cache-Control"]


def test_the_file_is_streamed_with_the_same_few_queries_whatever_its_length(django_assert_num_queries):
    for number in (1, 3):
        petition = make_petition()
        make_signers(petition, [box_of(one) for one in range(number)])
        with django_assert_num_queries(8):
            list(handover.lines(petition))
