"""Accounts in the admin: one role for each person, chosen in plain words; nobody but they knows their password."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminEmailInputWidget
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import GroupAdmin, UserAdmin  # noqa: F401  (registers what is replaced here)
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.contrib.sites.admin import SiteAdmin  # noqa: F401
from django.contrib.sites.models import Site
from django.http import HttpResponseRedirect
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.accounts import account_links, desk_sessions, second_factor
from core.audit import Action, record
from core.mail.address_field import AddressField

from .roles import ROLES, role_of, short_name

User = get_user_model()
NO_ROLE = _("None: cannot enter the desk")
KINDS = {
    "authenticator": _("authenticator app"),
    "passkey": _("passkey"),
    "recovery codes": _("recovery codes"),
}


class RoleForm(forms.ModelForm):
    role = forms.ChoiceField(
        label=_("role"), choices=[("", NO_ROLE), *ROLES.items()], widget=forms.RadioSelect, required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The field is missing where the whole form is only shown.
        if "role" in self.fields:
            self.initial["role"] = role_of(self.instance) if self.instance.pk else "author"


class AccountForm(RoleForm, UserChangeForm):
    password = None  # its owner alone changes it


class NewAccountForm(RoleForm):
    email = AddressField(
        label=_("e-mail address"),
        help_text=_("A link goes there, by which the person chooses their own password. It works for seven days."),
        widget=AdminEmailInputWidget,
    )

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "email")

    def save(self, commit=True):
        self.instance.set_unusable_password()
        return super().save(commit)


admin.site.unregister(User)
admin.site.unregister(Group)  # the roles are written in roles.py, so that each has the same meaning everywhere
admin.site.unregister(Site)  # there is one, and SITE_URL names it


class RoleFilter(admin.SimpleListFilter):
    """By role, in the words of the list; the groups are called by what the code calls them."""

    title = _("role")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return [(name, short_name(name)) for name in ROLES]

    def queryset(self, request, queryset):
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


@admin.register(User)
class AccountAdmin(UserAdmin):
    form, add_form, add_form_template = AccountForm, NewAccountForm, None
    list_display = ("username", "first_name", "last_name", "role_name", "is_active", "last_login")
    list_filter = (RoleFilter, "is_active")
    filter_horizontal = ()
    readonly_fields = ("access",)
    fieldsets = (
        (None, {"fields": ("username", "role", "is_active", "access")}),
        (_("Personal"), {"fields": ("first_name", "last_name", "email")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "first_name", "last_name", "email", "role")}),
    )

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        title = _("Change account") if object_id else _("Add account")
        return super().changeform_view(request, object_id, form_url, {"title": title, **(extra_context or {})})

    def get_urls(self):
        """Without the page where an administrator would choose somebody else's password."""
        return [url for url in super().get_urls() if url.name != "auth_user_password_change"]

    @admin.display(description=_("access"))
    def access(self, user):
        """How they come in, without anything that would let somebody else in; and buttons for when they cannot."""
        if user.pk is None:
            return "–"
        kinds = [str(words) for kind, words in KINDS.items() if kind in second_factor.kinds_of(user)]
        number = desk_sessions.of(user).count()
        sessions = ngettext("%d session", "%d sessions", number) % number
        password = _now("password set") if user.has_usable_password() else _now("no password chosen yet")
        shown = format_html("<p>{}</p>", " · ".join([password, *kinds, sessions]))
        button = '<button class="button" name="{}" value="1">{}</button>'
        return shown + format_html_join(" ", button, self._buttons(user, kinds))

    def _buttons(self, user, kinds):
        if user.email and user.is_active:
            yield "_mail_link", _("Mail a link to choose a password")
        if kinds:
            yield "_remove_factors", _("Take away the lost second factor")
        yield "_end_sessions", _("End all sessions")

    def response_change(self, request, user):
        if "_mail_link" in request.POST and user.email and user.is_active:
            account_links.invite(user, request.user)
            messages.success(request, _("The link is on its way to %s.") % user.email)
        elif "_remove_factors" in request.POST:
            second_factor.remove_all(user, request.user)
            messages.success(request, _("The second factor is taken away, and the person is told by mail."))
        elif "_end_sessions" in request.POST:
            ended = desk_sessions.of(user).delete()[0]
            record(request.user, Action.SESSION, user, str(ended))
            messages.success(request, ngettext("%d session has ended.", "%d sessions have ended.", ended) % ended)
        else:
            return super().response_change(request, user)
        return HttpResponseRedirect(request.path)

    def response_add(self, request, user, post_url_continue=None):
        messages.success(request, _("An invitation is on its way to %s.") % user.email)
        return HttpResponseRedirect("../")

    @admin.display(description=_("role"))
    def role_name(self, user):
        role = role_of(user)
        return short_name(role) if role else "–"

    def get_fieldsets(self, request, obj=None):
        """A superuser is made on the command line, and stays one: no role is chosen."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not obj.is_superuser:
            return fieldsets
        return [(name, {**given, "fields": [f for f in given["fields"] if f != "role"]}) for name, given in fieldsets]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and _may_touch(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and _may_touch(request.user, obj) and obj != request.user

    def save_model(self, request, user, form, change):
        before = role_of(user) if change else ""
        role = form.cleaned_data.get("role", before)
        if not user.is_superuser:
            user.is_staff = bool(role)
        super().save_model(request, user, form, change)
        if "role" in form.cleaned_data and not user.is_superuser and (role != before or user.groups.count() > 1):
            user.groups.set(Group.objects.filter(name=role) if role else [])
            record(request.user, Action.PERMISSION, user, f"{before or '–'} → {role or '–'}")
        if change and {"email", "is_active"} & set(form.changed_data):
            record(request.user, Action.PERMISSION, user, ", ".join(form.changed_data))
            account_links.forget_links(user)
        if change and "email" in form.changed_data and form.initial.get("email"):
            account_links.tell_old_address(user, form.initial["email"])
        if change and (role != before or "is_active" in form.changed_data) and user != request.user:
            desk_sessions.of(user).delete()
        if not change:
            account_links.invite(user, request.user)


def _may_touch(person, account) -> bool:
    return account is None or person.is_superuser or not account.is_superuser
