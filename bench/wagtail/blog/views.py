"""What is no page of Wagtail: search as its tutorial has it, signing in bare Django, and a view that says hello."""

import uuid

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from wagtail.models import Page

from .models import Petition, Signature

ON_A_PAGE = 20  # as on ours


def hello(request):
    return HttpResponse("Hello")


def search(request):
    words = request.GET.get("q", "")
    found = Page.objects.live().search(words) if words else Page.objects.none()
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "blog/search.html", {"words": words, "found": page})


class SignatureForm(forms.ModelForm):
    class Meta:
        model = Signature
        fields = ["petition", "first_name", "last_name", "email"]
        widgets = {"petition": forms.HiddenInput}

    def save(self, commit=True):
        self.instance.confirmation_hash = str(uuid.uuid4())
        return super().save(commit)


def petition(request, pk):
    """Pytition's way of a signature, without its mail and its hash of the visitor's address, which take it longest."""
    shown = get_object_or_404(Petition, pk=pk)
    form = SignatureForm(request.POST or None, initial={"petition": shown})
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Thank you for signing. Please open the link in the mail we sent you.")
        return redirect("petition", pk)
    return render(request, "blog/petition.html", {"petition": shown, "form": form})
