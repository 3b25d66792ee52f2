"""Subscribing, confirming, leaving, and reading past issues."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ngo_site.lib.http import private_page, public_page
from ngo_site.lib.public_forms import public_form

from . import subscribing
from .forms import SubscribeForm
from .models import ConsentWording, Issue, Subscriber


@require_http_methods(["GET", "HEAD", "POST"])
@public_form
@public_page()
def subscribe(request):
    form = SubscribeForm(request.POST or None, initial={"language": request.LANGUAGE_CODE})
    if request.method == "POST" and form.is_valid():
        if not form.is_from_a_machine:
            subscribing.subscribe(form.cleaned_data["email"], form.cleaned_data["language"])
        return redirect("newsletters:sent")
    status = 422 if request.method == "POST" else 200
    issues = Issue.objects.sent().of_newsletter()[:12]
    wording = ConsentWording.objects.current(request.LANGUAGE_CODE)["newsletter"]
    context = {"form": form, "issues": issues, "wording": wording}
    return render(request, "newsletters/subscribe.html", context, status=status)


@require_safe
@public_page()
def sent(request):
    return render(request, "newsletters/sent.html")


@require_safe
@public_page()
def welcome(request):
    return render(request, "newsletters/welcome.html")


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
@public_form
def confirm(request, token):
    subscriber = Subscriber.objects.from_token(token)
    if subscriber is None:
        return render(request, "newsletters/gone.html", status=404)
    if request.method == "POST":
        if not subscriber.confirm() and not subscriber.is_confirmed:
            return render(request, "newsletters/gone.html", status=404)
        return redirect("newsletters:welcome")
    return render(request, "newsletters/confirm.html", {"subscriber": subscriber})


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
@public_form
def withdraw(request, token):
    """For somebody who never asked: the link in the first mail forgets the address."""
    return _leave(request, Subscriber.objects.from_token(token))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@private_page
def unsubscribe(request, key):
    """The link in every letter; a mail program's own button POSTs to it (RFC 8058)."""
    subscriber = Subscriber.objects.from_unsubscribe_key(key)
    if request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click":
        if subscriber:
            subscriber.withdraw()
        return HttpResponse(status=204)
    return _leave(request, subscriber)


@require_safe
@public_page()
def issue(request, pk):
    return render(
        request,
        "newsletters/issue.html",
        {"issue": get_object_or_404(Issue.objects.sent().of_newsletter(), pk=pk)},
    )


def _leave(request, subscriber):
    if request.method == "POST" and subscriber:
        subscriber.withdraw()
    left = subscriber is None or subscriber.status == Subscriber.Status.WITHDRAWN
    return render(request, "newsletters/unsubscribe.html", {"subscriber": subscriber, "left": left})
