"""Sessions under keys that only this site can make."""

import pytest
from django.test import RequestFactory

from core.http.sessions import SessionStore, has_session, is_in, is_signed
from core.models import DeskSession

pytestmark = pytest.mark.django_db


@pytest.fixture
def key():
    store = SessionStore()
    store["who"] = "alice"
    store.save()
    return store.session_key


def test_a_session_is_found_again_by_its_key(key):
    assert (len(key), is_signed(key), SessionStore(key)["who"]) == (40, True, "alice")


def test_a_key_that_somebody_made_up_asks_nobody(key, django_assert_num_queries):
    other = key[:-1] + ("a" if key[-1] != "a" else "b")
    with django_assert_num_queries(0):
        assert SessionStore(other).get("who") is None
        assert [is_signed(word) for word in (other, key[1:], key + "a", "é" * 40, "0" * 32, "", None)] == [False] * 7


def test_a_session_that_ended_is_no_session(key):
    DeskSession.objects.all().delete()
    assert (is_signed(key), SessionStore(key).get("who")) == (True, None)


def test_a_new_key_after_the_login_is_signed_too(key):
    store = SessionStore(key)
    store.cycle_key()
    assert store.session_key != key
    assert is_signed(store.session_key)


def test_a_key_of_another_site_is_not_ours(key, settings):
    settings.SECRET_KEY = "x" * 50
    assert not is_signed(key)


@pytest.mark.parametrize(
    ("cookies", "is_ours"),
    [
        ("session={}", True),
        ("a=b; session={}; c", True),
        ("session=x; session={}", True),
        ('session="{}"', True),
        ("session={}; session=x", False),
        ("xsession={}", False),
        ("Session={}", False),
        ("", False),
    ],
)
def test_cookies_are_read_as_django_reads_them(key, cookies, is_ours):
    header = cookies.format(key)
    assert is_in(header) is has_session(RequestFactory().get("/", HTTP_COOKIE=header)) is is_ours
