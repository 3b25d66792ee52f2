"""Who looks at a public page: somebody of the desk, or a reader like all others."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest

from ..http.sessions import has_session
from .login_steps import lacks_factor


def viewer(request: HttpRequest) -> AbstractBaseUser | AnonymousUser:
    """Return the logged-in user, or AnonymousUser without touching the session of a reader who has none."""
    if not has_session(request) or (request.user.is_authenticated and lacks_factor(request)):
        return AnonymousUser()
    return request.user
