"""Subscribing, confirming, leaving, and reading past issues."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from core import redirects
from core.http.decorators import private_page, public_page
from core.http.public_forms import public_form
from core.mail import erased_links, limits

from . import subscribing, unsubscribing
from .forms import SubscribeForm
from .models import Issue, Subscriber


@require_http_methods(["GET", "HEAD", "POST"])
@public_form
@public_page()
def subscribe(request):
    form = SubscribeForm(request.POST or None, initial={"language": request.LANGUAGE_CODE})
    if request.method == "POST" and form.is_valid():
        if not form.is_from_a_machine:
            email, language = form.cleaned_data["email"], form.cleaned_data["language"]
            due_at = limits.due_at(email, request, form)
            subscribing.subscribe(email, language, form.record(request.path), due_at=due_at)
        return redirect("newsletters:sent")
    status = 422 if request.method == "POST" else 200
    issues = Issue.objects.published().of_newsletter()[:12]
    return render(request, "newsletters/subscribe.html", {"form": form, "issues": issues}, status=status)


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
        return render(request, "newsletters/welcome.html", {"is_done": True})
    return render(request, "newsletters/confirm.html", {"subscriber": subscriber})


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
@public_form
def confirm_language(request, key):
    """For somebody who gets the letters already and has asked for them in another language."""
    asked = subscribing.change_of_language(key)
    if asked is None:
        return render(request, "newsletters/gone.html", status=404)
    subscriber, language = asked
    if request.method == "POST":
        subscriber.speak(language)
    context = {"language": dict(settings.LANGUAGES).get(language, language), "is_done": subscriber.language == language}
    return render(request, "newsletters/confirm_language.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
@public_form
def withdraw(request, token):
    """For somebody who never asked: the link in the first mail forgets the address."""
    return _leave(request, token, was_unasked=True)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@private_page
def unsubscribe(request, key):
    """The link in every letter; a mail program's own button POSTs to it (RFC 8058), and is told 204 when it is so."""
    if request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click":
        found = unsubscribing.find(key)
        if found:
            found.leave()
        return HttpResponse(status=204 if found else 404)
    return _leave(request, key)


@require_safe
@public_page()
def issue(request, pk):
    return _show(request, get_object_or_404(Issue.objects.sent().of_newsletter(), pk=pk))


@require_safe
@private_page
def news(request, key):
    """The link in news that only those get who asked for them."""
    issue = Issue.objects.from_read_key(key)
    if issue is None:
        raise Http404
    return _show(request, issue)


def _show(request, issue):
    if issue.withdrawn_at:
        return redirects.gone_page(request, issue)
    return render(
        request, "newsletters/issue.html", {"obj": issue, "issue": issue, "corrections": issue.corrections.all()}
    )


def _leave(request, key, was_unasked=False):
    found = unsubscribing.find(key)
    if found is None:
        return erased_links.page(request, key, "newsletters/unsubscribe_unknown.html")
    everything, ended = request.POST.get("everything") == "yes", []
    if request.method == "POST":
        ended = found.leave(everything=everything, was_unasked=was_unasked)
    context = {"found": found, "ended": ended, "erased": erased_links.find(key), "link": key}
    return render(request, "newsletters/unsubscribe.html", context)
