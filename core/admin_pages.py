"""Where the admin shows what: the addresses of its pages, and the class that answers for a model."""

from django.contrib.admin import AdminSite, ModelAdmin
from django.db.models import Model
from django.urls import reverse


def page_name(model: type[Model] | Model, page: str) -> str:
    """Return the name of the URL pattern of a model's page, such as ``admin:articles_article_change``."""
    return f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"


def admin_url(target: type[Model] | Model, page: str = "change", *args: object) -> str:
    """Return the path of an object's page, or of a model's (``add``, ``changelist``); raises NoReverseMatch."""
    return reverse(page_name(target, page), args=[target.pk, *args] if isinstance(target, Model) else args)


def admin_of(site: AdminSite, model: type[Model] | None) -> ModelAdmin | None:
    """Return what answers for the model in the admin; None for models that have no pages there."""
    return site.get_model_admin(model) if model and site.is_registered(model) else None
