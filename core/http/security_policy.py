"""What a page tells the browser that it may do: the Content-Security-Policy, and ``settings.SECURITY_HEADERS``.

The policy is nearly always the one in the settings, put together once in each process.
"""

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property

_AS_IN_THE_SETTINGS = PolicyParts()


class SecurityPolicy(CSPMiddleware):
    """Middleware: django-csp's, which puts two policies together for each answer, a quarter of an empty page's time.

    What a view has changed (``csp_update``, ``csp_replace``) still goes that way. Nothing is exempt, and there are
    neither nonces nor policies that only report.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        for name, value in settings.SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        if self.get_policy_parts(request, response) != _AS_IN_THE_SETTINGS:
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self._usual)
        return response

    @cached_property
    def _usual(self) -> str:
        return build_policy()
