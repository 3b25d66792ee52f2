"""Where other sites say that they link to us (XML-RPC; Pingback 1.0)."""

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from .. import mentions, xmlrpc

WELCOME = "Thank you. We look at the link, and an editor reads it before it is shown."


# No cookie is read here, so there is nothing a forged request could borrow.
@csrf_exempt
@require_POST
def pingback(request):
    try:
        answer = xmlrpc.write_answer(_answer(request))
    except xmlrpc.Fault as fault:
        answer = xmlrpc.write_fault(fault)
    response = HttpResponse(answer, content_type="text/xml; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


def _answer(request):
    """Return the same words for every ping, so that nobody can ask through us what is reachable."""
    call = xmlrpc.read_call(request.read(xmlrpc.MAX_BYTES + 1))
    if call.method == "system.listMethods":
        return list(xmlrpc.METHODS)
    mentions.receive(*xmlrpc.ping_addresses(call))
    return WELCOME
