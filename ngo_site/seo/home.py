"""At which address a text is at home, where the interface speaks several languages and each shows it.

Search engines are told this one alone, and beside it the translations of the text
(https://developers.google.com/search/docs/specialty/international/localized-versions).
"""

from django.conf import settings

from core.languages import speaking


def address(obj) -> str:
    """Return the address under the interface of the text's own language if there is one, else under the default."""
    with speaking(obj.language):
        return settings.SITE_URL + obj.get_absolute_url()
