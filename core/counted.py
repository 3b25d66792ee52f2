"""What things are called beside their number: French says “0 article”, English “0 articles”."""

from typing import Any

from django.utils.translation import npgettext


def kind_beside(number: int, opts: Any) -> str:
    """Return a model's name as it stands beside a number: Django's names of models know no plural rule."""
    return str(opts.verbose_name if _form_of(number) == _form_of(1) else opts.verbose_name_plural)


def _form_of(number: int) -> str:
    """Return what differs where the language takes another form; its catalogue has the rule."""
    return npgettext("form that a number takes", "singular", "plural", number)
