"""The organisation makes its keys, keeps them, and can find out whether a copy is good."""

import io
import re
import stat
from base64 import b64encode

import pytest
from django.core.management import CommandError, call_command

from core.crypto.key_text import read_key, write_key
from core.crypto.sealed_box import new_key_pair, open_sealed, public_half, seal
from ngo_site.backup import encryption

GROUPS = re.compile(r"(?:[A-Z2-7]{4}-){6}[A-Z2-7]{4}\n? *(?:[A-Z2-7]{4}-){6}[A-Z2-7]{4}")


def run(*arguments):
    output = io.StringIO()
    call_command("create_keys", *arguments, stdout=output)
    return output.getvalue()


def test_paper_and_base64_are_the_same_key(settings):
    said = run("--qr")
    private = re.search(r"Private key: (\S+)", said)[1]
    paper = GROUPS.search(said)[0]
    assert b64encode(read_key(paper.replace("\n", ""))).decode() == private
    settings.ORGANISATION_PUBLIC_KEY = public_half(private)
    assert f"ORGANISATION_PUBLIC_KEY={settings.ORGANISATION_PUBLIC_KEY}\n" in said
    assert open_sealed(seal({"name": "Alice"}), paper) == {"name": "Alice"}
    assert "▀" in said
    assert "two copies" in said


def test_files_are_for_their_owner_alone_and_never_overwritten(tmp_path):
    said = run("--into", str(tmp_path / "keys"))
    kept = {file.name: file.read_text() for file in (tmp_path / "keys").iterdir()}
    assert sorted(kept) == ["private-key.svg", "private-key.txt", "public-key.txt"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "keys").iterdir()} == {0o600}
    paper = GROUPS.search(kept["private-key.txt"])[0]
    assert f"ORGANISATION_PUBLIC_KEY={public_half(paper)}" in said
    assert not GROUPS.search(said)
    with pytest.raises(CommandError, match="Nothing was written"):
        run("--into", str(tmp_path / "keys"))
    assert {file.name: file.read_text() for file in (tmp_path / "keys").iterdir()} == kept


def test_a_pair_is_checked(monkeypatch, settings):
    private, settings.ORGANISATION_PUBLIC_KEY = new_key_pair()
    paper = write_key(read_key(private))
    monkeypatch.setattr("sys.stdin", io.StringIO(paper + "\n"))
    assert "belong together" in run("--check")
    monkeypatch.setattr("sys.stdin", io.StringIO(paper + "\n"))
    with pytest.raises(CommandError, match="another public key"):
        run("--check", "--public", new_key_pair()[1])
    wrong = ("B" if paper[0] == "A" else "A") + paper[1:]
    monkeypatch.setattr("sys.stdin", io.StringIO(wrong + "\n"))
    with pytest.raises(CommandError, match="typing error"):
        run("--check")


def test_pair_of_backups_is_another_one(tmp_path):
    said = run("--backup", "--into", str(tmp_path / "keys"))
    file = tmp_path / "keys" / "backup-private-key.txt"
    public = encryption.public_half(encryption.read_private_key(file))
    assert f"BACKUP_PUBLIC_KEY={public}\n" in said
    assert "AGE-SECRET-KEY" not in said
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with pytest.raises(CommandError, match="Nothing was written"):
        run("--backup", "--into", str(tmp_path / "keys"))
    assert "AGE-SECRET-KEY-1" in run("--backup")
