"""The page on which moderators change what a comment says, because the law asks for it, and give their reason."""

import hashlib

from django import forms
from django.contrib import messages
from django.contrib.admin.sites import site
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles.models import Comment

from .. import moderation
from ..models.comment import MAX_LENGTH


class EditForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("The comment"),
        max_length=MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"}),
        help_text=gettext_lazy("Take out what must not stand there, and change nothing else. […] shows the place."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "vTextField", "dir": "auto"}),
        help_text=gettext_lazy("Everybody reads it below the comment: “Edited by the moderators: …”"),
    )

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, comment, *args):
        super().__init__(*args, initial={"text": comment.comment, "seen": _mark(comment)})
        self.mark = _mark(comment)

    def clean(self):
        super().clean()
        if self.data.get("seen") != self.mark:
            self.data = {**self.data.dict(), "text": self.initial["text"], "seen": self.mark}
            self.add_error("text", gettext_lazy("Somebody changed it meanwhile. This is what it says now."))

    def clean_text(self):
        return self.cleaned_data["text"].replace("\r\n", "\n")


def _mark(comment) -> str:
    """Return what is another once the comment says something else."""
    return hashlib.blake2s(comment.comment.encode(), digest_size=8).hexdigest()


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def edit(request, object_id):
    if not request.user.has_perm("articles.change_comment"):
        raise PermissionDenied
    comments = Comment.objects.seen_by_moderators().exclude(comment="").exclude(user__is_staff=True)
    if request.method == "POST":
        comments = comments.select_for_update(of=("self",))
    comment = get_object_or_404(comments.select_related("moderators_edit"), pk=object_id)
    form = EditForm(comment, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if moderation.edit(comment, request.user, form.cleaned_data["text"], form.cleaned_data["reason"]):
            messages.success(request, _("The comment is changed, and says that the moderators changed it."))
        else:
            messages.warning(request, _("Nothing is different yet."))
        return redirect(reverse("admin:articles_comment_edit", args=[object_id]))
    context = {
        **site.each_context(request),
        "title": _("Edit a comment"),
        "comment": comment,
        "edit": getattr(comment, "moderators_edit", None),
        "form": form,
    }
    return render(request, "admin/articles/edit.html", context, status=422 if form.errors else 200)
