"""Accounts in the admin: one role for each person, chosen in plain words."""

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import GroupAdmin, UserAdmin  # noqa: F401  (registers what is replaced here)
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.contrib.sites.admin import SiteAdmin  # noqa: F401
from django.contrib.sites.models import Site
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.audit import Action, record

from .roles import ROLES, role_of, short_name

User = get_user_model()
NO_ROLE = _("None: cannot enter the desk")


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
    password = None  # its page has a form of its own


class NewAccountForm(RoleForm, AdminUserCreationForm):
    usable_password = None  # everybody comes in by a password: there is no other door


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
    form, add_form = AccountForm, NewAccountForm
    list_display = ("username", "first_name", "last_name", "role_name", "is_active", "last_login")
    list_filter = (RoleFilter, "is_active")
    filter_horizontal = ()
    readonly_fields = ("new_password",)
    fieldsets = (
        (None, {"fields": ("username", "role", "is_active", "new_password")}),
        (_("Personal"), {"fields": ("first_name", "last_name", "email")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("username", "email", "password1", "password2", "role")}),)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        title = _("Change account") if object_id else _("Add account")
        return super().changeform_view(request, object_id, form_url, {"title": title, **(extra_context or {})})

    @admin.display(description=_("password"))
    def new_password(self, user):
        """Nothing of the old one is shown, not even how it is kept."""
        if user.pk is None:
            return "–"
        url = reverse("admin:auth_user_password_change", args=[user.pk])
        return format_html('<a href="{}">{}</a>', url, _("Set a new password"))

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
        if change and {"password", "is_active"} & set(form.changed_data):
            record(request.user, Action.PERMISSION, user, ", ".join(form.changed_data))

    def user_change_password(self, request, id, form_url=""):
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            record(request.user, Action.PERMISSION, User.objects.filter(pk=id).first(), "password")
        return response


def _may_touch(person, account) -> bool:
    return account is None or person.is_superuser or not account.is_superuser
