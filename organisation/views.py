"""Who we are, what we report, and how to join."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ngo_site.lib import markup
from ngo_site.lib.http import private_page, public_page
from ngo_site.lib.paging import page_or_404
from ngo_site.lib.public_forms import public_form
from ngo_site.lib.publishing import viewer

from .forms import JoinForm
from .joining import ask_to_join
from .models import Page, Person, Report, Volunteer

# A shorter page is seen at a glance.
HEADINGS_FOR_CONTENTS = 4


@require_safe
@public_page()
def people(request):
    return render(request, "organisation/person_list.html", {"people": Person.objects.published()})


@require_safe
@public_page()
def person(request, slug):
    return show_person(request, get_object_or_404(Person.objects.visible_to(viewer(request)), slug=slug))


def show_person(request, person):
    """Return the person's page."""
    # The articles app comes later in the house; what it knows of this person is reached from the person.
    articles = (
        page_or_404(request, person.articles.published().for_lists(), 12) if hasattr(person, "articles") else None
    )
    return render(request, "organisation/person.html", {"person": person, "page": articles})


@require_safe
@public_page()
def report_list(request):
    return render(request, "organisation/report_list.html", {"reports": Report.objects.published()})


@require_safe
@public_page()
def report(request, slug):
    return show_report(request, get_object_or_404(Report.objects.visible_to(viewer(request)), slug=slug))


def show_report(request, report):
    """Return the report's page."""
    return render(request, "organisation/report.html", {"report": report})


@require_safe
@public_page()
def page(request, slug):
    return show_page(request, get_object_or_404(Page.objects.visible_to(viewer(request)), slug=slug))


def show_page(request, page):
    """Return the page's page."""
    headings = [heading for heading in markup.contents(page.body) if heading.level == 2]
    context = {"page": page, "contents": headings if len(headings) >= HEADINGS_FOR_CONTENTS else []}
    return render(request, "organisation/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@public_form
@public_page()
def join(request):
    form = JoinForm(request.POST or None, initial={"language": request.LANGUAGE_CODE})
    if request.method == "POST" and form.is_valid():
        if not form.is_from_a_machine:
            ask_to_join(**{name: form.cleaned_data[name] for name in ("name", "email", "country", "message")})
        return redirect("organisation:join-sent")
    status = 422 if request.method == "POST" else 200
    page = Page.objects.published().filter(slug="join").first()
    return render(request, "organisation/join.html", {"form": form, "page": page}, status=status)


@require_safe
@public_page()
def join_sent(request):
    return render(request, "organisation/join_sent.html")


@require_safe
@public_page()
def join_thanks(request):
    return render(request, "organisation/join_thanks.html")


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
@public_form
def join_confirm(request, token):
    volunteer = Volunteer.objects.from_token(token)
    if volunteer is None:
        return render(request, "organisation/join_gone.html", status=404)
    if request.method == "POST":
        if not volunteer.confirm() and not volunteer.is_confirmed:
            return render(request, "organisation/join_gone.html", status=404)
        return redirect("organisation:join-thanks")
    return render(request, "organisation/join_confirm.html", {"volunteer": volunteer})


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
@public_form
def join_withdraw(request, token):
    volunteer = Volunteer.objects.from_token(token)
    if request.method == "POST" and volunteer:
        volunteer.withdraw()
    return render(
        request,
        "organisation/join_withdraw.html",
        {"volunteer": volunteer if request.method != "POST" else None},
    )
