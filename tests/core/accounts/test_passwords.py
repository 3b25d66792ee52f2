"""A password that is guessed soon is none, whoever sets it and wherever."""

from urllib.parse import urlsplit

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.management import CommandError, call_command
from django.test import Client

from core.accounts import account_links
from ngo_site import settings as site_settings
from tests.factories import make_account, make_staff

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("1", "at least 10 characters"),
        ("Sommer2026!", "would be guessed soon"),
        ("qwertyuiop12", "would be guessed soon"),
        ("пароль12345", "would be guessed soon"),
        ("frank@example.org", "too similar"),
        ("31415926535897932384", "entirely numeric"),
        ("harbour lamp carbon sixty", ""),
        ("секретный ключ весны", ""),
        ("รหัสผ่านของฉัน", ""),
        ("x7$Kq!2mZp@9", ""),
        ("a song of forty-one words " * 6, ""),
    ],
)
def test_what_is_easily_guessed_is_no_password_at_any_door(admin_client, admin_user, monkeypatch, password, said):
    both = {"new_password1": password, "new_password2": password}
    frank = make_account("editor", username="frank", email="frank@example.org")
    page = urlsplit(account_links.invite(frank, None)).path
    made = Client().post(page, both)
    assert (said in made.text, "Set the password" in made.text) == ((True, True) if said else (True, False))
    admin_user.set_password("correct horse")
    admin_user.save()
    admin_client.force_login(admin_user)
    given = admin_client.post("/admin/password_change/", {"old_password": "correct horse", **both})
    assert given.status_code == (200 if said else 302)
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", password)
    if said:
        with pytest.raises(CommandError, match=said):
            call_command("createsuperuser", "--noinput", username="gina", email="g@example.org")
    else:
        call_command("createsuperuser", "--noinput", username="gina", email="g@example.org", verbosity=0)


def test_the_form_says_beforehand_what_makes_a_password_good(admin_client):
    page = admin_client.get("/admin/password_change/").text
    assert "Take four or more words that do not belong together" in page


@pytest.mark.usefixtures("_argon2")
def test_what_was_stored_with_pbkdf2_is_stored_with_argon2_after_the_login():
    erin = make_staff("erin")
    erin.password = PBKDF2PasswordHasher().encode("correct horse", "salt", iterations=10)
    erin.save()
    browser = Client()
    assert browser.post("/admin/login/", {"username": "erin", "password": "correct horse"}).status_code == 302
    assert browser.get("/admin/").status_code == 200
    erin.refresh_from_db()
    assert erin.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.fixture
def _argon2(settings):
    settings.PASSWORD_HASHERS = site_settings.PASSWORD_HASHERS
