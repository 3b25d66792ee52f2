"""Two processes serve the site, and whichever is asked for its numbers tells of both."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.factories import make_article
from tests.waiting import wait_until

pytestmark = pytest.mark.subprocess
TOKEN = "a-token-for-the-tests-alone"


@pytest.fixture(scope="module")
def settings_of_the_site():
    return {"METRICS_TOKEN": TOKEN, "WEB_WORKERS": "2"}


def samples(site) -> dict[tuple[str, str], float]:
    # By IP and under another name, as Prometheus asks.
    status, text = site.get("/metrics", Authorization=f"Bearer {TOKEN}", Host="10.0.0.7:8000")
    assert status == 200, text
    return {
        (sample.name, " ".join(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_what_all_processes_have_answered_is_one_number(site):
    article = make_article()
    for _number in range(40):
        assert site.get(article.get_absolute_url())[0] == 200
    for _number in range(10):
        assert site.get("/dorothea@example.org/")[0] == 404
    count = "site_request_duration_seconds_count"

    def are_counted():
        found = samples(site)
        return (found.get((count, "articles:article 2xx")), found.get((count, "none 4xx"))) == (40, 10)

    wait_until(are_counted, 40)
    found = samples(site)
    pages = found["site_page_cache_hits_total", "site"] + found["site_page_cache_misses_total", ""]
    # Each process has made the page at least once; one that was asked while it was being made counts as a miss, too.
    assert pages == 40 and 1 <= found["site_page_cache_misses_total", ""] <= 10
    assert not any("metrics" in labels or "dorothea" in labels for _name, labels in found)
    assert site.get("/metrics")[0] == 401
