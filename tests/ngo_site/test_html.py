"""Every kind of public page is HTML without an error, as the Nu checker (validator.w3.org/nu) sees it."""

import pytest

from campaigns.models import Appeal
from tests.factories import make_album, make_article, make_comment, make_mention, make_page
from tests.ngo_site.everything import make_everything, make_sent_issue, make_tag_of
from tests.nu import errors_in

pytestmark = [pytest.mark.django_db, pytest.mark.subprocess]

LISTS = [
    "/", "/articles/", "/articles/archive/", "/photos/", "/campaigns/", "/petitions/", "/posters/", "/people/",
    "/reports/", "/join/", "/newsletter/", "/search/", "/search/?q=ink", "/nowhere/", "/join/check-your-mail/",
    "/join/thanks/", "/newsletter/check-your-mail/", "/newsletter/welcome/", "/petitions/sample/thanks/",
    "/petitions/sample/check-your-mail/", "/articles/sample/comments/sent/", "/embed/petitions/sample/", "/about/",
    "/embed/petitions/sample/sign/", "/embed/petitions/sample/check-your-mail/", "/embed/cards/petition/sample/",
    "/petitions/sample/kit/", "/petitions/sample/adopt/", "/petitions/sample/write/", "/campaigns/sample/kit/",
    "/campaigns/sample/adopt/",
]  # fmt: skip


def test_every_kind_of_page_is_without_error(client, tmp_path):
    objs = make_everything(slug="sample")
    article = objs[2]
    Appeal.objects.create(petition=objs[3], whom="A & B", email="a@example.org", subject="S", text="T <b>\n\nU")
    text = "<h2>One</h2><p>Words</p><h3>Two</h3><table><tr><th>A</th></tr><tr><td>b</td></tr></table>"
    article.body = text + "".join(f'<p data-embed="{kind}:sample"></p>' for kind in ("petition", "poster", "video"))
    article.save()
    tag, comment = make_tag_of(article), make_comment(article)
    make_mention(article, excerpt="They write", author="Carol")
    for _ in range(30):
        make_article(language="ar")
    make_page(slug="about")
    shown = [*objs, tag, make_album()]
    paths = [*LISTS, *(obj.get_absolute_url() for obj in shown), f"/newsletter/{make_sent_issue().pk}/"]
    paths += ["/articles/?page=2", f"/articles/sample/comments/{comment.pk}/reply/"]
    for number, path in enumerate(paths):
        name = f"{number}-{path.strip('/').replace('/', '_').partition('?')[0]}.html"
        (tmp_path / name).write_text(client.get(path).text)
    (tmp_path / "form-refused.html").write_text(client.post("/join/", {}).text)
    (tmp_path / "petition-refused.html").write_text(client.post("/petitions/sample/", {}).text)
    assert len(list(tmp_path.iterdir())) == len(paths) + 2
    assert errors_in(tmp_path) == []
