"""The pages on which people write, by day and by night, on a desk and on a telephone: everybody can use them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Byline
from publishing import revisions, values
from publishing.models import Autosave, Revision, ScheduledChange
from tests.browser.looking import STICKING_OUT, Watch, sample, violations
from tests.factories import make_article, make_petition, make_photo, make_tag

DESK = "/admin/articles/article/"
CHANGE = f"{DESK}{{article}}/change/"
PAGES = {
    "start": "/admin/",
    "list": DESK,
    "new": f"{DESK}add/",
    "form": CHANGE,
    "form with what was not saved": f"{CHANGE}?autosave={{copy}}",
    "what was not saved": f"{DESK}unsaved/{{copy}}/",
    "versions": f"{DESK}{{article}}/history/",
    "difference": f"{DESK}{{article}}/versions/1/2/",
    "difference as readers see it": f"{DESK}{{article}}/versions/1/2/?as=page",
    "going back": f"{DESK}{{article}}/versions/1/restore/",
    "planned change": f"{DESK}{{article}}/scheduled-changes/{{plan}}/",
    "planned changes": "/admin/publishing/scheduledchange/",
    "preview": f"{DESK}{{article}}/preview/",
    "publication": f"{DESK}{{article}}/publication/",
    "publication of a draft": f"{DESK}{{draft}}/publication/",
    "link for somebody": f"{DESK}{{article}}/share/",
    "library": "/admin/articles/photo/",
    "picture": "/admin/articles/photo/{photo}/change/",
    "many pictures": "/admin/articles/photo/upload/",
    "describing": "/admin/articles/photo/describe/",
    "album": "/admin/articles/album/add/",
    "petition": "/admin/campaigns/petition/{petition}/change/",
}


@pytest.fixture(scope="module")
def writing(house, clara):
    """An article with versions, unsaved writing and a plan; a draft with faults; a petition; pictures."""
    article = make_article(title="Carbon paper", body="<p>One sheet.</p>")
    article.tags.add(make_tag())
    Byline.objects.create(article=article, guest="Nadia")
    revisions.keep(article, clara)
    first = values.snapshot(article)
    article.body = "<p>One sheet, and six copies.</p><h2>How</h2><p>Press hard.</p>"
    article.save()
    revisions.keep(article, clara)
    copy = Autosave.objects.create(
        content_type_id=Revision.objects.first().content_type_id,
        object_id=article.pk,
        user=clara,
        key="12345678",
        data=[["title", "Carbon copies"], ["body", "<p>Two sheets.</p>"]],
        base=values.digest(values.snapshot(article)),
        written_at=timezone.now(),
    )
    later = timezone.now() + timedelta(days=2)
    plan = ScheduledChange.objects.create(obj=article, at=later, base=first, data={**first, "title": "Later"})
    draft = make_article(title="Not yet", published_at=None, summary="", body="<h4>Low</h4>")
    photo = make_photo(title="A press")
    make_photo(title="Not described", alt="", decorative=False)
    objs = {"article": article, "copy": copy, "plan": plan, "draft": draft, "photo": photo}
    return {name: obj.pk for name, obj in {**objs, "petition": make_petition()}.items()}


def judge(desk, name):
    for width in (390, 1280):
        desk.set_viewport_size({"width": width, "height": 900})
        assert desk.evaluate(STICKING_OUT) == [], (name, width)
    assert violations(desk) == [], name


@pytest.mark.parametrize("name", sample(PAGES))
def test_page(name, desk, writing, house):
    watch = Watch(desk, house.url)
    assert desk.goto(PAGES[name].format(**writing)).status == 200
    desk.wait_for_load_state("networkidle")
    judge(desk, name)
    # The preview is a frame in which no script runs, and the browser says so.
    meant = ("sets a cookie", "error: Blocked script execution in 'about:srcdoc'")
    assert [trouble for trouble in watch.troubles if not trouble.startswith(meant)] == []


def test_two_texts_that_meet(desk, writing):
    desk.goto(CHANGE.format(**writing))
    desk.get_by_label("Title").fill("Mine")
    Article.objects.filter(pk=writing["article"]).update(title="Theirs")
    desk.locator("[name=_continue]").click()
    desk.get_by_role("heading", name="Two people wrote here").wait_for()
    judge(desk, "edit-conflict")
