"""Words of Django's own admin that our catalogues translate another way, because they would be bent otherwise.

French has “Ajout de article” of Django, which nobody says. What a catalogue of ours leaves out stays as Django has it.
"""

from django.utils.translation import gettext_noop

OTHERWISE = (
    gettext_noop("Add %s"),
    gettext_noop("Change %s"),
    gettext_noop("View %s"),
    gettext_noop("Add another %(verbose_name)s"),
)
