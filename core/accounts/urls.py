"""The desk's addresses about accounts; the admin site puts them before its own."""

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path

from .reauthentication import recently_shown
from .views import factors, links, login, profile


def urls(site: AdminSite) -> list[URLPattern]:
    """Return them; those of ``site.admin_view`` are for people who are all the way in."""
    own = site.admin_view
    return [
        path("second-factor/", login.ask_factor, name="ask_factor"),
        path("second-factor/new/", login.new_factor, name="new_factor"),
        path("second-factor/app/", factors.authenticator, name="authenticator"),
        path("second-factor/app/remove/", factors.remove_authenticator, name="remove_authenticator"),
        path("second-factor/passkey/", factors.passkey, name="passkey"),
        path("second-factor/passkeys/<int:pk>/remove/", factors.remove_passkey, name="remove_passkey"),
        path("second-factor/recovery-codes/", factors.new_recovery_codes, name="new_recovery_codes"),
        path("account/", own(profile.profile), name="profile"),
        path("account/address/", own(recently_shown(profile.new_address)), name="new_address"),
        path("account/sessions/", own(profile.end_sessions), name="end_sessions"),
        path("forgotten-password/", links.forgotten_password, name="forgotten_password"),
        path("choose-password/<str:token>/", links.choose_password, name="choose_password"),
        path("confirm-address/<str:token>/", links.confirm_address, name="confirm_address"),
    ]
