"""Pages that other sites may answer: they say where pingbacks go, and show the ones that came."""

from django.shortcuts import render

from articles import responses
from articles.views.articles import pingback_url


def show(request, template: str, thing, context: dict, status: int = 200):
    """Render the page of a published object with its mentions, and advertise our pingback address (Pingback 1.0 §2)."""
    address = pingback_url() if thing.is_published else ""
    context = {**context, "pingback_url": address, "responses": responses.to(thing), "thing": thing}
    response = render(request, template, context, status=status)
    if address:
        response.headers["X-Pingback"] = address
    return response
