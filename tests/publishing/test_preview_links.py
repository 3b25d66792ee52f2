"""A draft shown to somebody without an account."""

from datetime import timedelta

import pytest
from django.core.signing import Signer
from django.utils import timezone

from articles.models import Article
from publishing.models import PreviewLink
from publishing.preview_links import _SIGNER
from tests.factories import make_article, make_petition
from tests.ngo_site.everything import make_everything

pytestmark = pytest.mark.django_db


def link_to(obj, days=7):
    return f"/share/{PreviewLink.make(obj, None, days)}/"


def test_a_draft_is_shown_as_it_will_be_and_to_nobody_else(client):
    make_petition(slug="secret", title="Operation Alice", published_at=None)
    article = make_article(
        title="Samizdat", published_at=None, body='<p>Words.</p><p data-embed="petition:secret"></p>'
    )
    answer = client.get(link_to(article))
    assert answer.status_code == 200
    assert "<p>Words.</p>" in answer.text
    assert "A draft, shown to you by a link that is valid until" in answer.text
    assert "Operation Alice" not in answer.text
    assert (answer["Cache-Control"], answer["Referrer-Policy"], answer["X-Robots-Tag"]) == (
        "no-store, private", "no-referrer", "noindex",
    )  # fmt: skip
    assert "form-action 'none'" in answer["Content-Security-Policy"]
    assert not answer.cookies
    assert client.get(article.get_absolute_url()).status_code == 404
    assert Article.objects.get().published_at is None


def test_every_kind_can_be_shown(client):
    for obj in make_everything(title="Samizdat", slug="samizdat", published_at=None):
        answer = client.get(link_to(obj))
        assert (answer.status_code, "Samizdat" in answer.text) == (200, True), obj._meta.model_name


def test_a_link_ends_by_itself_and_when_it_is_revoked(client):
    article = make_article(published_at=None)
    late, revoked = link_to(article), link_to(article)
    PreviewLink.objects.filter(pk=PreviewLink.objects.earliest("pk").pk).update(expires_at=timezone.now())
    assert PreviewLink.objects.latest("pk").revoke()
    assert not PreviewLink.objects.latest("pk").revoke()
    for address in (late, revoked):
        answer = client.get(address)
        assert (answer.status_code, "no longer valid" in answer.text) == (410, True)


def test_the_token_is_kept_nowhere_and_cannot_be_made_up(client):
    token = PreviewLink.make(make_article(published_at=None), None, 1)
    assert bytes(PreviewLink.objects.get().token_hash) != token.encode()
    secret = _SIGNER.unsign(token)
    for made_up in (secret, f"{secret}:x", Signer(salt="other").sign(secret), token[:-1], "%00"):
        assert client.get(f"/share/{made_up}/").status_code == 410


def test_once_it_is_public_the_link_leads_there_and_withdrawn_it_leads_nowhere(client):
    article = make_article(published_at=None, summary="In short.")
    address = link_to(article)
    article.published_at = timezone.now() - timedelta(minutes=1)
    article.save()
    assert client.get(address)["Location"] == article.get_absolute_url()
    article.withdrawn_at, article.withdrawn_because = timezone.now(), "It was not true."
    article.save()
    assert client.get(address).status_code == 410


def test_a_link_to_what_was_deleted_leads_nowhere(client):
    article = make_article(published_at=None)
    address = link_to(article)
    article.delete()
    assert client.get(address).status_code == 410
