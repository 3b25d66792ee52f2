"""Adopting a petition or a campaign: a kit with a code of one's own, and a page that tells what came through it."""

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.cache import generations
from core.http.public_forms import NameField
from core.http.throttle import allow
from core.mail.compose import queue_mail
from core.mail.double_opt_in import derive_token, hash_token, new_token
from newsletters.forms import ConsentForm
from newsletters.models.wording import agreed_to
from newsletters.subscribing import ask_for_letters, withdraw_path

from ..models import Campaign, Channel, Petition, ShareCode
from . import share_codes
from .models import kit_mailbox

MOST_AN_HOUR = 300  # for one petition or campaign; a machine that adopts without end fills no disk


class AdoptForm(ConsentForm):
    """Who leaves an address is asked, in the mail, whether they agree to the words shown here."""

    name = NameField(
        label=_("Name for your kit"),
        max_length=80,
        help_text=_("The name of your blog or group, or one you make up. It stands on your kit, which you may show."),
    )

    field_order = ["name", "email"]

    def __init__(self, *args, obj: Petition | Campaign, **kwargs):
        self.PURPOSES = (_purpose(obj),)
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.required, email.label = False, _("Your e-mail address, if you like")
        email.help_text = _("We mail you the link to your page, and ask whether you want news of it.")

    def clean_email(self):
        return super().clean_email() if self.cleaned_data["email"] else ""


@transaction.atomic
def adopt(
    obj: Petition | Campaign, name: str, email: str = "", language: str = "en", consent: str = "", due_at=None
) -> str:
    """Return the token of a new kit's private page, mailed too when there is an address; of that a tag is kept with it.

    ``consent`` is the record of what the form showed, and the mail asks; ``due_at`` is when the mail may leave
    (``core.mail.limits``). Raises ValueError when too many were adopted within the hour.
    """
    if not allow("adopting", _kind_and_key(obj), MOST_AN_HOUR, 3600):
        raise ValueError("too many kits")
    token = new_token()
    code = ShareCode.objects.create(
        **{obj._meta.model_name: obj},
        channel=Channel.ADOPTED,
        name=name,
        mailbox=kit_mailbox(email) if email else "",
        token_hash=hash_token(token),
    )
    if email:
        with transaction.atomic():
            topic, news = _topic(obj), derive_token(token, _purpose(obj))
            ask_for_letters(topic, email, language, consent, token=news)
            letter = _letter(code, token, news, withdraw_path(email, topic)) | {"agreed": agreed_to(consent)}
            if not queue_mail(email, "campaigns/mail/adopted", letter, kind="adopted", due_at=due_at):
                transaction.set_rollback(True)  # the link mailed earlier keeps working
    return token


def _purpose(obj) -> str:
    """Return what its adopters are asked: news of a petition; a campaign's are in the letters to everybody."""
    return "updates" if isinstance(obj, Petition) else "newsletter"


def _topic(obj) -> str:
    return obj.topic if isinstance(obj, Petition) else ""


def _kind_and_key(obj) -> str:
    return f"{obj._meta.model_name} {obj.pk}"


def from_token(token: str) -> ShareCode | None:
    return ShareCode.objects.select_related("petition", "campaign").filter(token_hash=hash_token(token)).first()


def erase_name(code: ShareCode) -> None:
    """Take the name off a kit for good; its links, which tell of nobody, go on leading where they led."""
    ShareCode.objects.filter(pk=code.pk).update(name="", mailbox="")
    generations.forget_pages()


def came_through(code: ShareCode) -> dict[str, int]:
    """Return how many visited, and how many signed and confirmed, in full tens; 0 stands for fewer than ten."""
    totals = code.hours.aggregate(visits=Sum("visits", default=0), confirmed=Sum("confirmed", default=0))
    waiting = {"visits": code.visits_waiting, "confirmed": code.confirmed_waiting}
    return {what: (number + waiting[what]) // share_codes.K * share_codes.K for what, number in totals.items()}


def kit_path(code: ShareCode) -> str:
    """Return the address of the kit whose links carry this code."""
    obj = code.leads_to
    return reverse(f"campaigns:{obj._meta.model_name}-kit", args=[obj.slug]) + f"?via={code.code}"


def _letter(code, token, news, withdraw) -> dict:
    def address(name, *args):
        return settings.SITE_URL + reverse(name, args=args)

    return {
        "obj": code.leads_to,
        "is_campaign": bool(code.campaign_id),
        "page_url": address("campaigns:adopted", token),
        "kit_url": settings.SITE_URL + kit_path(code),
        "confirm_url": address("newsletters:confirm", news),
        "withdraw_url": settings.SITE_URL + withdraw,
    }
