"""What an editor does with a petition after it is written: each step with its page, above the petition's form."""

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from campaigns.models import Invalidation, PaperBatch, PetitionUpdate, Signature
from core.admin_pages import admin_url
from core.small_numbers import told
from newsletters.models import Issue


class NextStepsMixin:
    """Mixed into the petitions' page."""

    change_form_template = "admin/campaigns/petition/change_form.html"

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and obj.pk:
            context["next_steps"] = list(self.next_steps(request, obj))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def next_steps(self, request, petition):
        """Yield what this person may do next: its name, its address and how far it is."""
        root, may = petition.root, self._may(request)
        if may(PetitionUpdate):
            yield _("Write an update"), _add(PetitionUpdate, root), _("What happened, and who answered")
        if may(Issue) and petition.is_published:
            yield _("Write a letter"), f"{admin_url(Issue, 'add')}?about=petition:{petition.slug}", _("With its button")
        if petition.is_published:
            yield _("How it spreads"), admin_url(petition, "spread"), _("Channels, words, sites, hours")
            kit = reverse("campaigns:petition-kit", args=[petition.slug])
            yield _("Its kit"), kit, _("Cards, posters and forms for other sites")
        if may(PaperBatch):
            yield _("Signatures on paper"), _add(PaperBatch, root), _("Enter a batch with its scan")
        if may(Invalidation):
            number = root.signatures.filter(status=Signature.Status.HELD).count()
            held = _("%(number)s held back") % {"number": told(number)}
            yield _("Check signatures"), _add(Invalidation, root), capfirst(held)
        if request.user.has_perm("campaigns.hand_over"):
            yield _("Hand over the signatures"), admin_url(root, "hand_over"), _("A sealed file for your key")

    def _may(self, request):
        return lambda model: self.admin_site.get_model_admin(model).has_add_permission(request)


def _add(model, petition) -> str:
    return f"{admin_url(model, 'add')}?petition={petition.pk}"
