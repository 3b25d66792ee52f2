"""Everybody at the desk chooses how they hear of responses to their own articles."""

from django import forms
from django.contrib import messages
from django.contrib.admin.sites import site
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisation.models import Person


class ResponseMailForm(forms.ModelForm):
    class Meta:
        model = Person
        fields = ("response_mail",)


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request):
    """Show and save the choice of the person this account belongs to."""
    person = Person.objects.filter(user=request.user).first()
    form = ResponseMailForm(request.POST or None, instance=person)
    if request.method == "POST" and person and form.is_valid():
        Person.objects.filter(pk=person.pk).update(response_mail=form.cleaned_data["response_mail"])
        messages.success(request, _("Saved."))
        return redirect(request.path)
    context = {**site.each_context(request), "title": _("Mails about responses"), "form": form, "person": person}
    return render(request, "admin/articles/response_mail.html", context)
