"""The desk beside writing: campaigns, counts, letters, accounts, the system, on a desk and on a telephone."""

import pytest

from campaigns.models import Invalidation, Petition, PetitionUpdate
from core.audit import record
from newsletters.models import Issue
from organisation.models import Volunteer
from tests.browser.looking import STICKING_OUT, sample, violations
from tests.factories import (
    make_article,
    make_comment,
    make_paper_batch,
    make_petition,
    make_series,
    make_subscriber,
    make_tag,
)

PETITION = "/admin/campaigns/petition/"
PAGES = [
    "/admin/",
    PETITION, f"{PETITION}{{petition}}/spread/", f"{PETITION}{{petition}}/correct/",
    f"{PETITION}{{petition}}/hand-over/", f"{PETITION}open-hand-over/",
    "/admin/campaigns/invalidation/", "/admin/campaigns/invalidation/add/",
    "/admin/campaigns/invalidation/{decision}/change/",
    "/admin/campaigns/paperbatch/", "/admin/campaigns/paperbatch/add/", "/admin/campaigns/paperbatch/{batch}/change/",
    "/admin/campaigns/paperbatch/{batch}/strike/", "/admin/campaigns/petitionupdate/{update}/send/",
    "/admin/newsletters/issue/", "/admin/newsletters/subscriber/", "/admin/newsletters/consentwording/add/",
    "/admin/articles/tag/", "/admin/articles/series/{series}/change/", "/admin/readers/{article}/",
    "/admin/organisation/volunteer/", "/admin/organisation/volunteer/{volunteer}/change/",
    "/admin/auth/user/", "/admin/auth/user/add/", "/admin/core/auditentry/",
    "/admin/core/job/", "/admin/core/outboxmail/", "/admin/privacy/", "/admin/health/",
]  # fmt: skip


@pytest.fixture(scope="module")
def objs(house):
    petition = make_petition(title="Open the archive of the censor, and leave it open")
    comment = make_comment(make_article(series=make_series(), series_position=1))
    bob = Volunteer.objects.create(name="Bob", email="bob@example.org", status="confirmed")
    make_subscriber()
    make_tag()
    Issue.objects.create(subject="A letter", body="<p>Dear friends</p>")
    record(None, "export")
    return {
        "petition": petition.pk,
        "volunteer": bob.pk,
        "article": comment.object_pk,
        "series": comment.content_object.series_id,
        "batch": make_paper_batch(petition).pk,
        "decision": Invalidation.objects.create(petition=Petition.objects.get(), reason="A script, forty times").pk,
        "update": PetitionUpdate.objects.create(petition=petition, title="A thousand").pk,
    }


@pytest.mark.parametrize("page", sample(PAGES))
def test_the_page_fits_and_everybody_can_use_it(page, desk, objs):
    address = page.format(**objs)
    for width in (1280, 390):
        desk.set_viewport_size({"width": width, "height": 900})
        assert desk.goto(address).status == 200
        assert desk.evaluate(STICKING_OUT) == [], (address, width)
    assert violations(desk) == []
