"""What people find in our mails, and what stands in the forms that lead to them."""

import re
import time

from django.core import signing


class _Earlier(signing.TimestampSigner):
    seconds = 60

    def timestamp(self):
        return signing.b62_encode(int(time.time()) - self.seconds)


def form_token(form: str, seconds: int = 60) -> str:
    """Return what the hidden field of a form holds, by the form's name, on a page that was opened so long ago.

    A minute, for nobody fills in a form in the second in which the page was made.
    """
    signer = _Earlier(salt="public-form")
    signer.seconds = seconds
    return signer.sign_object(form)


def link(mail, word: str) -> str:
    """Return the path of the link in a mail's text that has this word in it: confirm, withdraw, unsubscribe."""
    text = mail if isinstance(mail, str) else mail.text
    return re.search(rf"http\S+/{word}/\S+", text)[0].removeprefix("http://testserver")
