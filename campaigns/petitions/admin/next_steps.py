"""What an editor does with a petition after it is written: each step with its page, above the petition's form."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import Invalidation, PaperBatch, PetitionUpdate


class WithNextSteps:
    """Mixed into the petitions' page."""

    change_form_template = "admin/campaigns/petition/change_form.html"

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and obj.pk:
            context["next_steps"] = list(self.next_steps(request, obj))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def next_steps(self, request, petition):
        """Yield what this person may do next: its name, its address and how things stand."""
        root, may = petition.root, self._may(request)
        if may(PetitionUpdate):
            yield _("Write news"), _add(PetitionUpdate, root), _("What happened, and who answered")
        if petition.is_published:
            yield _("How it spreads"), _page("spread", petition), _("Channels, words, sites, hours")
            kit = reverse("campaigns:petition-kit", args=[petition.slug])
            yield _("Its kit"), kit, _("Cards, posters and forms for other sites")
        if may(PaperBatch):
            yield _("Signatures on paper"), _add(PaperBatch, root), _("Enter a batch with its scan")
        if may(Invalidation):
            number = root.signatures.filter(status="held").count()
            held = ngettext("%(shown)s held back", "%(shown)s held back", number) % {"shown": intcomma(number)}
            yield _("Check signatures"), _add(Invalidation, root), held if number else _("None is held back")
        if request.user.has_perm("campaigns.hand_over"):
            yield _("Hand over the signatures"), _page("hand_over", root), _("A sealed file for your key")

    def _may(self, request):
        return lambda model: self.admin_site.get_model_admin(model).has_add_permission(request)


def _add(model, petition) -> str:
    return f"{reverse(f'admin:campaigns_{model._meta.model_name}_add')}?petition={petition.pk}"


def _page(name, petition) -> str:
    return reverse(f"admin:campaigns_petition_{name}", args=[petition.pk])
