"""The letters to those who decide, in the petition's form at the desk."""

from django.contrib import admin

from campaigns.models import Appeal


class AppealInline(admin.StackedInline):
    model = Appeal
    extra = 0
