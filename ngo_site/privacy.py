"""The privacy desk: staff look up, for somebody who asks, what is kept about their address, and erase it."""

from django import forms
from django.contrib import messages
from django.contrib.admin.sites import site
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from ngo_site.lib import audit, personal_data
from ngo_site.lib.addresses import canonical


class AddressForm(forms.Form):
    email = forms.EmailField(label=gettext_lazy("The person’s e-mail address"), max_length=254)

    def clean_email(self):
        try:
            canonical(self.cleaned_data["email"])
        except ValueError:
            raise forms.ValidationError(_("This is not a complete address. It looks like name@example.org.")) from None
        return self.cleaned_data["email"]


@require_http_methods(["GET", "HEAD", "POST"])
def desk(request):
    """The address is in no URL and in no log; the audit log notes that somebody looked, and not for whom."""
    # Who may see subscribers' addresses: the administrators.
    if not request.user.has_perm("newsletters.delete_subscriber"):
        raise PermissionDenied
    form = AddressForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if request.POST.get("erase") == "yes":
            audit.record(request.user, "privacy-erase")
            count = personal_data.erase(email)
            messages.success(request, ngettext("%d entry erased.", "%d entries erased.", count) % count)
            return redirect(request.path)
        audit.record(request.user, "privacy-look-up")
        found = personal_data.find(email)
    context = {**site.each_context(request), "title": _("What we store about a person"), "form": form, "found": found}
    return render(request, "admin/privacy.html", context)
