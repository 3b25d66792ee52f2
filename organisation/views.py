"""Who we are, what we report, and how to join."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import require_http_methods, require_safe

from core.accounts.viewer import viewer
from core.http.cacheable import FILE
from core.http.decorators import private_page, public_page
from core.http.paging import page_or_404
from core.http.public_forms import public_form
from core.mail import erased_links, limits
from core.media.files import folder_of, media
from core.richtext import markup

from .forms import JoinForm
from .joining import ask_to_join, take_back
from .models import Edition, Page, Person, Report, Volunteer

# A shorter page is seen at a glance.
HEADINGS_FOR_CONTENTS = 4


@require_safe
@public_page()
def people(request):
    return render(request, "organisation/person_list.html", {"people": Person.objects.published()})


@require_safe
@public_page(knows=["page"])
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
    context = {"obj": report, "report": report, "editions": report.editions.all(), "versions": report.versions}
    return render(request, "organisation/report.html", context)


@require_safe
def report_file(request, name):
    """Answer with a report's document; of one that was replaced say so to machines, for in the file nothing can."""
    path = f"{folder_of(Report)}/{name}"
    response = media(request, path)
    # The one kind of file that may have to go again: caches must not keep it for years.
    response["Cache-Control"] = "public, max-age=3600"
    if edition := Edition.objects.filter(file=path).select_related("report").first():
        response["X-Robots-Tag"] = "noindex"
        response["Link"] = f'<{iri_to_uri(edition.report.get_absolute_url())}>; rel="latest-version"'  # RFC 5829
    return response


report_file.cacheable = FILE


@require_safe
@public_page()
def page(request, slug):
    return show_page(request, get_object_or_404(Page.objects.visible_to(viewer(request)), slug=slug))


@require_safe
@public_page()
def fixed_page(request, slug):
    pages = Page.objects.visible_to(viewer(request)).at(slug, request.LANGUAGE_CODE)
    if page := pages.first():
        return show_page(request, page)
    raise Http404


def show_page(request, page):
    """Return the page's page."""
    headings = [heading for heading in markup.contents(page.body) if heading.level == 2]
    context = {
        "page": page,
        "contents": headings if len(headings) >= HEADINGS_FOR_CONTENTS else [],
        "versions": page.versions,
    }
    return render(request, "organisation/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@public_form
@public_page()
def join(request):
    form = JoinForm(request.POST or None, initial={"language": request.LANGUAGE_CODE})
    if request.method == "POST" and form.is_valid():
        if not form.is_from_a_machine:
            given = {name: form.cleaned_data[name] for name in ("name", "email", "country", "message")}
            given["consent"] = form.record(request.path)
            ask_to_join(**given, due_at=limits.due_at(given["email"], request, form))
        return redirect("organisation:join-sent")
    status = 422 if request.method == "POST" else 200
    page = Page.objects.published().at("join", request.LANGUAGE_CODE).first()
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
        return render(request, "organisation/join_thanks.html", {"is_done": True})
    return render(request, "organisation/join_confirm.html", {"volunteer": volunteer})


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
@public_form
def join_withdraw(request, token):
    volunteer = Volunteer.objects.from_token(token)
    if volunteer is None or request.method == "POST":
        if volunteer:
            take_back(volunteer, token)
        return erased_links.page(request, token, "organisation/join_gone.html", is_done=volunteer is not None)
    return render(request, "organisation/join_withdraw.html", {"volunteer": volunteer})
