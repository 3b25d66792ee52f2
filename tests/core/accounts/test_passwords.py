"""A password that is guessed soon is none, whoever sets it and wherever."""

import pytest
from django.core.management import CommandError, call_command

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
    both = {"password1": password, "password2": password}
    words = {"username": "frank", "email": "frank@example.org", "role": "editor", "usable_password": "true", **both}
    made = admin_client.post("/admin/auth/user/add/", words)
    assert (said in made.text, made.status_code) == ((True, 200) if said else (True, 302))
    given = admin_client.post(f"/admin/auth/user/{admin_user.pk}/password/", both)
    assert given.status_code == (200 if said else 302)
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", password)
    if said:
        with pytest.raises(CommandError, match=said):
            call_command("createsuperuser", "--noinput", username="gina", email="g@example.org")
    else:
        call_command("createsuperuser", "--noinput", username="gina", email="g@example.org", verbosity=0)


def test_the_form_says_beforehand_what_makes_a_password_good(admin_client):
    page = admin_client.get("/admin/auth/user/add/").text
    assert "Take four or more words that do not belong together" in page
