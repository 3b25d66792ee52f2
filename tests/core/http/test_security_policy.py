"""The policy that is put together once is the one that django-csp would put together for each answer."""

import pytest
from csp.constants import HEADER
from csp.decorators import csp_replace, csp_update
from csp.middleware import CSPMiddleware
from django.http import HttpResponse

from core.http.security_policy import SecurityPolicy


def plain(request):
    return HttpResponse("Hello")


def with_its_own(request):
    return HttpResponse("Hello", headers={HEADER: "default-src 'none'"})


VIEWS = {
    "plain": plain,
    "replaced": csp_replace({"frame-ancestors": ["*"]})(plain),
    "updated": csp_update({"img-src": ["data:"]})(plain),
    "its own": with_its_own,
}


def policy_of(middleware, rf):
    return dict.fromkeys(middleware(rf.get("/")).headers[HEADER].split("; "))


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_each_answer_has_the_policy_of_django_csp(rf, view):
    ours = SecurityPolicy(view)
    expected = policy_of(CSPMiddleware(view), rf)
    assert policy_of(ours, rf) == policy_of(ours, rf) == expected


def test_what_one_view_changes_stays_with_it(rf):
    for view in ("plain", "updated", "replaced", "plain"):
        policy = SecurityPolicy(VIEWS[view])(rf.get("/")).headers[HEADER]
        assert ("data:" in policy, "frame-ancestors *" in policy) == (view == "updated", view == "replaced")
