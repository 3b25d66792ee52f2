"""The privacy desk: staff look up, for somebody who asks, what is kept about their address, and erase it."""

from django import forms
from django.contrib import messages
from django.contrib.admin.sites import site
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from core import audit
from core.http.throttle import allow
from core.mail import erased_links
from core.mail.address_field import AddressField
from core.privacy import personal_data

# Whoever gets hold of an administrator's session must not try a list of suspects.
MOST_AN_HOUR = 30
# Models with words or tags in them that might be somebody's, and are found by no address: why not.
EXCUSED = {
    "auth.User": "accounts at the desk: an administrator changes and deletes them; one with this address is named",
    "auth.Group": "names of roles",
    "auth.Permission": "names of rights",
    "admin.LogEntry": "what people at the desk did; objects of strangers are named by their number",
    "core.AuditEntry": "what people at the desk did, for good: no stranger's name or address is in it",
    "core.AccountLink": "links to the desk for people who have an account: gone when used, or after seven days",
    "core.Authenticator": "the locked secret of an app, of somebody with an account",
    "core.RecoveryCode": "digests of codes, of somebody with an account",
    "django_otp_webauthn.WebAuthnCredential": "passkeys of people with an account, under the names they gave them",
    "django_otp_webauthn.WebAuthnAttestation": "what a browser said when it made a passkey",
    "core.Identity": "the organisation, as it presents itself",
    "core.IdentityPicture": "the organisation’s logo and the picture that its pages are shared with",
    "core.FailedLogins": "names of accounts at the desk that somebody tried to enter",
    "core.BinItem": "what people at the desk wrote and deleted; gone after thirty days, or at once from the bin",
    "publishing.Revision": "who at the desk wrote a version",
    "publishing.ScheduledChange": "who at the desk planned it",
    "publishing.ReviewNote": "what people at the desk said to each other about a text; gone with it",
    "publishing.PreviewLink": "made at the desk, to show a draft to somebody who is not named",
    "core.Throttle": "tags with a key that changes each day; none is older than two days",
    "core.ClockRun": "names of jobs",
    "django_tasks_database.DBTaskResult": "names of jobs",
    "sites.Site": "the name of the site",
    "newsletters.Approval": "which letter somebody at the desk wants to send",
    "newsletters.FormerTopic": "names that petitions had",
    "campaigns.Campaign": "where people give for a campaign",
    "campaigns.Petition": "to whom a demand is addressed, in public; the salt is nobody's",
    "campaigns.Appeal": "offices and people in office that are written to, published by editors",
    "campaigns.Burst": "what many signatures have in common that look scripted: a tag for a day",
    "campaigns.DayKey": "a random key for a day",
    "campaigns.PaperBatch": "sheets signed on paper: sealed, found by nobody but whoever holds the key",
    "campaigns.Poster": "credits, written by editors",
    "campaigns.StillIdentity": "the name of the organisation",
    "campaigns.Video": "credits, written by editors",
    "articles.Photo": "credits, written by editors",
    "articles.Byline": "authors, as they stand above an article",
    "articles.Mention": "what another site says in public, and its address: gone when that page is",
    "articles.OutgoingMention": "addresses of other sites' pages",
    "articles.SpamToken": "keyed hashes of words",
    "articles.Tag": "names of tags",
    "articles.TagAlias": "names of tags",
    "organisation.Document": "addresses of other sites' files",
    "organisation.MenuLink": "addresses of pages",
    "organisation.Person": "the people of the organisation, as they present themselves",
    "organisation.Report": "credits, written by editors",
}


class AddressForm(forms.Form):
    email = AddressField(label=gettext_lazy("The person’s e-mail address"))


@require_http_methods(["GET", "HEAD", "POST"])
def desk(request):
    """The address is in no URL and in no log; the audit log notes that somebody looked, and not for whom."""
    # Who may see subscribers: the administrators.
    if not request.user.has_perm("newsletters.delete_subscriber"):
        raise PermissionDenied
    form = AddressForm(request.POST or None)
    context = {**site.each_context(request), "title": _("What we store about a person"), "form": form}
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if request.POST.get("erase") == "yes":
            return _erase(request, email)
        if request.POST.get("lift") == "yes":
            return _lift(request, email)
        if allow("privacy desk", "look-ups", MOST_AN_HOUR, 3600):
            audit.record(request.user, "privacy-look-up")
            context |= {"found": _found(email), "limits": _limits(), "is_quiet": erased_links.is_quiet(email)}
        else:
            form.add_error("email", _("Very many addresses were looked up within the hour. Please come back later."))
    return render(request, "admin/privacy.html", context)


def _erase(request, email):
    audit.record(request.user, "privacy-erase")
    count = personal_data.erase(email)
    messages.success(request, ngettext("%d entry erased.", "%d entries erased.", count) % count)
    for name, sentences in _found(email):
        messages.warning(request, _("This stays: %(name)s. %(what)s") % {"name": name, "what": " ".join(sentences)})
    return redirect(request.path)


def _lift(request, email):
    audit.record(request.user, "privacy-mails-again")
    erased_links.lift(erased_links.mailbox_of(email))
    messages.success(request, _("Whatever is asked for with this address is confirmed by mail again."))
    return redirect(request.path)


def _found(email) -> list[tuple[str, list]]:
    accounts = get_user_model().objects.filter(email__iexact=email).values_list("username", flat=True)
    sentence = _("The account “%s”: an administrator changes or deletes it under Accounts.")
    staff = [sentence % name for name in accounts]
    return personal_data.find(email) + ([(_("Accounts at the desk"), staff)] if staff else [])


def _limits() -> list[str]:
    return [
        *personal_data.limits(),
        _("Mails that were sent, and copies of letters in the mailboxes they went to."),
        _("Backups, until they are overwritten. The site’s own logs hold no address; those of mail servers may."),
        _("Rows that were emptied a moment ago: they go within the hour."),
    ]
