"""Two blogs that know nothing of each other's making: WordPress pings us, and is pinged by us, over real HTTP.

Not a part of the ordinary run, for it takes a minute or two and needs WordPress, PHP and MariaDB on the machine:

    INTEROP=1 python3 manage.py test tests/interop
"""

import os

import pytest
from django.contrib.contenttypes.models import ContentType

from articles.models import Mention, OutgoingMention
from tests.browser import house
from tests.factories import make_article
from tests.interop import wordpress
from tests.waiting import wait_until

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not (os.environ.get("INTEROP") and wordpress.is_installed()), reason="runs with INTEROP=1 where WordPress is"
    ),
]
LONG = 180  # seconds; we ask one host once a minute


@pytest.fixture
def both(tmp_path, transactional_db):
    house.collect_static_files()
    ContentType.objects.clear_cache()
    with (
        wordpress.running(tmp_path) as blog,
        house.opened(FETCH_ALLOWED_LOOPBACK=blog.host_port, SEND_MENTIONS="1") as url,
    ):
        yield blog, url


def test_wordpress_pings_us_and_we_ping_wordpress(both):
    blog, url = both
    article = make_article(title="The sixth copy", body="<p>It travelled furthest.</p>")
    post = blog.write(
        "On copies", f'<p>They wrote <a href="{url}{article.get_absolute_url()}">a fine piece</a> on it.</p>'
    )
    blog.do_its_chores()
    mention = wait_until(lambda: Mention.objects.filter(status="verified").first(), LONG)
    assert (mention.target, mention.kind, mention.source_url) == (article, "pingback", f"{blog.url}/?p={post}")
    assert "On copies" in mention.title
    assert mention.excerpt == "[…] They wrote a fine piece on it. […]"

    ours = make_article(
        title="An answer", body=f'<p>Now read <a href="{blog.url}/?p={post}">what they say</a> of us.</p>'
    )
    told = wait_until(lambda: OutgoingMention.objects.exclude(status="waiting").first(), LONG)
    assert (told.status, told.protocol) == ("told", "pingback"), told.outcome
    (comment,) = blog.comments(post)
    assert (comment["comment_type"], comment["comment_author_url"]) == ("pingback", f"{url}{ours.get_absolute_url()}")
    assert "what they say" in comment["comment_content"]
