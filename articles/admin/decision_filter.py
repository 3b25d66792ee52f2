"""A filter by what was decided, for the lists of comments and of mentions."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class DecisionFilter(admin.SimpleListFilter):
    """Shows what waits for a decision, at first; ``STATES`` are (value, label, queryset → queryset)."""

    title = _("state")
    parameter_name = "state"
    STATES = ()

    def lookups(self, request, model_admin):
        return [(value, text) for value, text, _choose in self.STATES]

    def value(self):
        asked = super().value()
        return asked if asked in {value for value, _label, _choose in self.STATES} else self.STATES[0][0]

    def queryset(self, request, queryset):
        return next(choose for value, _label, choose in self.STATES if value == self.value())(queryset)

    def choices(self, changelist):
        for value, text in self.lookup_choices:
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": text,
            }
