"""Whatever form of the desk is refused says above it what is wrong, with links to the fields, whoever made the page."""

import re

import pytest

from tests.factories import (
    make_article,
    make_comment,
    make_issue,
    make_photo,
)

pytestmark = pytest.mark.django_db


def path(obj, rest):
    return f"/admin/{obj._meta.app_label}/{obj._meta.model_name}/{obj.pk}/{rest}/"


def comment():
    return f"/admin/articles/comment/{make_comment(make_article()).pk}/edit/", {"comment": ""}


def described():
    photo = make_photo(alt="", decorative=False)
    return "/admin/articles/photo/describe/", {"photo": photo.pk, f"photo{photo.pk}-alt": "IMG_2041.jpg"}


FORMS = {
    "preview link": lambda: (path(make_article(published_at=None), "share"), {"days": "many"}),
    "privacy": lambda: ("/admin/privacy/", {"email": "nobody"}),
    "several pictures": lambda: ("/admin/articles/photo/upload/", {}),
    "descriptions": described,
    "invalidation": lambda: ("/admin/campaigns/invalidation/add/", {"kind": "burn"}),
    "sample": lambda: (path(make_issue(), "send"), {"sample": "1", "to": "nobody"}),
    "comment": comment,
}


@pytest.mark.parametrize("name", FORMS)
def test_a_refused_form_of_ours_says_so_at_the_top(admin_client, name):
    url, sent = FORMS[name]()
    page = admin_client.post(url, sent).text
    summary = page.partition('class="error-summary"')[2].partition("</section>")[0]
    assert re.search(r"[Oo]ne point to mend|\d points to mend", summary)
    for field in re.findall(r'data-field="([^"]+)"', summary):
        assert f'id="{field}"' in page
    assert "Error:" in page.partition("</title>")[0]
