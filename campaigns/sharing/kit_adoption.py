"""Adopting a petition or a campaign: a kit with a code of one's own, and a page that tells what came through it."""

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from newsletters.models import ConsentWording
from newsletters.subscribing import ask_for_letters
from ngo_site.lib.confirming import derive_token, hash_token, new_token
from ngo_site.lib.mail import queue_mail
from ngo_site.lib.public_forms import FormWithAddress, NameField
from ngo_site.lib.throttle import allow

from . import spreading
from .models import Campaign, Channel, Petition, ShareCode

MOST_AN_HOUR = 300  # for one petition or campaign; a machine that adopts without end fills no disk


class AdoptForm(FormWithAddress):
    name = NameField(
        label=_("Name for your kit"),
        max_length=80,
        help_text=_("The name of your blog or group, or one you make up. It stands on your kit, which you may show."),
    )

    field_order = ["name", "email"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.required, email.label = False, _("Your e-mail address, if you like")
        email.help_text = _("We mail you the link to your page, and ask whether you want news of it.")

    def clean_email(self):
        return super().clean_email() if self.cleaned_data["email"] else ""


@transaction.atomic
def adopt(thing: Petition | Campaign, name: str, email: str = "", language: str = "en") -> str:
    """Return the token of a new kit's private page, mailed too when there is an address, which is not kept with it.

    Raises ValueError when too many were adopted within the hour.
    """
    if not allow("adopting", _kind_and_key(thing), MOST_AN_HOUR, 3600):
        raise ValueError("too many kits")
    token = new_token()
    code = ShareCode.objects.create(
        **{thing._meta.model_name: thing}, channel=Channel.ADOPTED, name=name, token_hash=hash_token(token)
    )
    if email:
        with transaction.atomic():
            # News of a petition; a campaign's are in the letters to everybody.
            topic, purpose = (thing.topic, "updates") if isinstance(thing, Petition) else ("", "newsletter")
            news, wording = derive_token(token, purpose), ConsentWording.objects.current(language)[purpose]
            ask_for_letters(topic, email, language, wording, token=news)
            if not queue_mail(email, "campaigns/mail/adopted", _letter(code, token, news), kind="adopted"):
                transaction.set_rollback(True)  # the link mailed earlier keeps working
    return token


def _kind_and_key(thing) -> str:
    return f"{thing._meta.model_name} {thing.pk}"


def from_token(token: str) -> ShareCode | None:
    return ShareCode.objects.select_related("petition", "campaign").filter(token_hash=hash_token(token)).first()


def came_through(code: ShareCode) -> dict[str, int]:
    """Return how many visited, and how many signed and confirmed, in full tens; 0 stands for fewer than ten."""
    totals = code.hours.aggregate(visits=Sum("visits", default=0), confirmed=Sum("confirmed", default=0))
    waiting = {"visits": code.visits_waiting, "confirmed": code.confirmed_waiting}
    return {what: (number + waiting[what]) // spreading.K * spreading.K for what, number in totals.items()}


def kit_path(code: ShareCode) -> str:
    """Return the address of the kit whose links carry this code."""
    thing = code.leads_to
    return reverse(f"campaigns:{thing._meta.model_name}-kit", args=[thing.slug]) + f"?via={code.code}"


def _letter(code, token, news) -> dict:
    def address(name, *args):
        return settings.SITE_URL + reverse(name, args=args)

    return {
        "thing": code.leads_to,
        "is_campaign": bool(code.campaign_id),
        "page_url": address("campaigns:adopted", token),
        "kit_url": settings.SITE_URL + kit_path(code),
        "confirm_url": address("newsletters:confirm", news),
        "withdraw_url": address("newsletters:withdraw", news),
    }
