"""Adopting a petition: whoever carries it gets a kit with a code of their own, and a page that tells of its use."""

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
from .models import Channel, Petition, ShareCode

MOST_AN_HOUR = 300  # for one petition; a machine that adopts without end fills no disk


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
        email.help_text = _("We mail you the link to your page, and ask whether you want news of this petition.")

    def clean_email(self):
        return super().clean_email() if self.cleaned_data["email"] else ""


@transaction.atomic
def adopt(petition: Petition, name: str, email: str = "", language: str = "en") -> str:
    """Return the token of a new kit's private page, mailed too when there is an address, which is not kept with it.

    Raises ValueError when too many were adopted within the hour.
    """
    if not allow("adopting", str(petition.pk), MOST_AN_HOUR, 3600):
        raise ValueError("too many kits")
    token = new_token()
    code = ShareCode.objects.create(petition=petition, channel=Channel.ADOPTED, name=name, token_hash=hash_token(token))
    if email:
        with transaction.atomic():
            news = derive_token(token, "updates")
            wording = ConsentWording.objects.current(language)["updates"]
            ask_for_letters(petition.topic, email, language, wording, token=news)
            is_written = queue_mail(
                email, "campaigns/mail/adopted", _letter(petition, code, token, news), kind="adopted"
            )
            if not is_written:
                transaction.set_rollback(True)  # the link mailed earlier keeps working
    return token


def from_token(token: str) -> ShareCode | None:
    return ShareCode.objects.select_related("petition").filter(token_hash=hash_token(token)).first()


def came_through(code: ShareCode) -> dict[str, int]:
    """Return how many visited and sent the form, in full tens; 0 stands for fewer than ten."""
    totals = code.hours.aggregate(visits=Sum("visits", default=0), signatures=Sum("signatures", default=0))
    return {what: number // spreading.K * spreading.K for what, number in totals.items()}


def _letter(petition, code, token, news) -> dict:
    def address(name, *args):
        return settings.SITE_URL + reverse(name, args=args)

    return {
        "petition": petition,
        "page_url": address("campaigns:adopted", token),
        "kit_url": f"{address('campaigns:petition-kit', petition.slug)}?via={code.code}",
        "confirm_url": address("newsletters:confirm", news),
        "withdraw_url": address("newsletters:withdraw", news),
    }
