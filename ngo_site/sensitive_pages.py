"""Pages of the desk that ask again who sits there: what they do cannot be taken back, or gives people's data away."""

from django.http import HttpRequest

_POST = frozenset({"POST"})
_ALWAYS = frozenset({"GET", "HEAD", "POST"})
# The name of the page's address → the methods that are asked about.
PAGES = {
    # What others entrusted to us leaves the site.
    "campaigns_petition_hand_over": _POST,
    "newsletters_subscriber_changelist": _ALWAYS,
    "newsletters_subscriber_change": _ALWAYS,
    "newsletters_subscriber_delete": _POST,
    "privacy-desk": _POST,
    # Letters to many.
    "newsletters_issue_send": _POST,
    "campaigns_petitionupdate_send": _POST,
    # Who may come in.
    "auth_user_add": _POST,
    "auth_user_change": _POST,
    "auth_user_changelist": _POST,
    "auth_user_delete": _POST,
}


def is_one(request: HttpRequest) -> bool:
    found = request.resolver_match
    return found is not None and request.method in PAGES.get(found.url_name or "", ())
