"""When the certificate ends that is shown at the site's address: asked over TLS, as a browser asks."""

import datetime
import logging
import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.recent import Recent

from .part import Part, PartState

logger = logging.getLogger(__name__)

ASK_EVERY = 3600.0  # seconds
# Let's Encrypt's are made anew thirty days before they end.
SOON, VERY_SOON = datetime.timedelta(days=14), datetime.timedelta(days=3)
PATIENCE = 3.0  # seconds
_EXPIRED = 10  # X509_V_ERR_CERT_HAS_EXPIRED of OpenSSL


def part() -> Iterator[Part]:
    """Yield what is to be said about it, where there is one."""
    moment = ends_at()
    if moment is None:
        return
    left = moment - timezone.now()
    name = _("Certificate")
    sentence = _("It ends on %(day)s.") % {"day": date_format(timezone.localtime(moment))}
    if left > SOON:
        yield Part("certificate", name, PartState.OK, sentence)
        return
    todo = _("Browsers refuse the site from then on. Renew it, and see why that did not happen by itself.")
    state = PartState.WARNING if left > VERY_SOON else PartState.BAD
    yield Part("certificate", name, state, f"{sentence} {todo}")


def ends_at() -> datetime.datetime | None:
    """Return when it ends, now for one that has ended; None without TLS, or when nobody answers."""
    if not settings.HTTPS:
        return None
    address = settings.CERTIFICATE_AT or urlsplit(settings.SITE_URL).netloc
    return _ends.get(address, lambda: _ask(address))


def _ask(address: str) -> datetime.datetime | None:
    where = urlsplit(f"//{address}")
    try:
        shown = _shown(where.hostname, where.port or 443, None)
        # Python tells what is in a certificate only when it is trusted: it is asked again, with itself to be trusted.
        certificate = _shown(where.hostname, where.port or 443, shown)
    except ssl.SSLCertVerificationError as error:
        return timezone.now() if error.verify_code == _EXPIRED else None
    except OSError as error:
        logger.warning("Nobody shows a certificate at %s: %s", address, error)
        return None
    return datetime.datetime.fromtimestamp(ssl.cert_time_to_seconds(certificate["notAfter"]), datetime.UTC)


def _shown(host, port, trusted):
    """Return the certificate in DER; or what stands in it, when it is the one that is trusted."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    if trusted is None:
        context.verify_mode = ssl.CERT_NONE
    else:
        context.load_verify_locations(cadata=trusted)
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    name = urlsplit(settings.SITE_URL).hostname
    with (
        socket.create_connection((host, port), PATIENCE) as plain,
        context.wrap_socket(plain, server_hostname=name) as connection,
    ):
        return connection.getpeercert(binary_form=trusted is None)


_ends: Recent[datetime.datetime | None] = Recent(ASK_EVERY)
