"""A real WordPress turns our addresses, each pasted on a line of its own, into our cards; it knows us from nowhere.

INTEROP=1 python3 manage.py test tests/interop
"""

import os
import re
from urllib.request import urlopen

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from playwright.sync_api import expect

from campaigns.models import Signature, Tally
from tests.browser import house
from tests.browser.conftest import chromium
from tests.factories import make_article, make_petition, make_poster, make_video
from tests.interop import wordpress
from tests.waiting import wait_until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not (os.environ.get("INTEROP") and wordpress.is_installed()), reason="runs with INTEROP=1 where WordPress is"
    ),
]


@pytest.fixture
def both(tmp_path, transactional_db):
    house.collect_static_files()
    ContentType.objects.clear_cache()
    with wordpress.running(tmp_path) as blog, house.opened() as url:
        yield blog, url


def test_wordpress_shows_our_cards_where_our_addresses_are_pasted(both):
    blog, url = both
    petition = make_petition(title="Free the four printers", slug="printers", summary="They printed the truth.")
    Signature.objects.bulk_create(
        Signature(petition=petition, fingerprint=number.to_bytes(32, "big"), country="KE", status="confirmed",
                  sealed=b"sealed", confirmed_at=timezone.now())
        for number in range(1234)
    )  # fmt: skip
    wait_until(lambda: Tally.objects.filter(petition=petition, count=1234).exists(), 60)
    article, video = make_article(title="The sixth copy"), make_video(title="Ink on a wall")
    poster = make_poster(title="Pass it on")
    addresses = [url + obj.get_absolute_url() for obj in (petition, article, video, poster)]
    post = blog.write("Look at this", "".join(f"<p>{address}</p>" for address in addresses))
    with urlopen(f"{blog.url}/?p={post}", timeout=120) as answer:
        html = answer.read().decode()
    frames = re.findall(r'<iframe[^>]* sandbox="allow-scripts"[^>]* src="([^"#]+)#', html)
    assert frames == [f"{url}/embed/cards/{kind}/{obj.slug}/" for kind, obj in
                      (("petition", petition), ("article", article), ("video", video))]  # fmt: skip
    assert html.count("wp-embedded-content") >= 6  # each a blockquote and a frame
    for obj in (petition, article, video):
        assert f'<a href="{url}{obj.get_absolute_url()}">{obj.title}</a>' in html
    assert re.search(rf"<img[^>]* src=.{re.escape(url)}/media/", html)  # the poster is a picture

    with chromium() as browser:
        page = browser.new_page()
        page.goto(f"{blog.url}/?p={post}")
        card = page.frame_locator(f'iframe[src*="/embed/cards/petition/{petition.slug}/"]')
        expect(card.get_by_role("heading", name="Free the four printers")).to_be_visible()
        expect(card.get_by_text("1,234")).to_be_visible()
        expect(page.locator("blockquote").first).to_be_hidden()  # the card is there, so its place-holder is not
        if folder := os.environ.get("SCREENSHOTS"):
            page.screenshot(path=f"{folder}/wordpress.png", full_page=True)
        card.get_by_role("link", name="Sign the petition").click()
        expect(page).to_have_url(url + petition.get_absolute_url())
