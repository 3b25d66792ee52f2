"""The demo's mailbox in the browser. Its URLs exist only where settings.DEMO is true."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.http.decorators import private_page
from core.mail.preview_frame import shows_mail
from core.richtext.markup import plain

from . import mail


@require_safe
@private_page
def mail_list(request):
    return render(request, "demo/mail_list.html", {"letters": mail.letters()})


@require_safe
@private_page
@shows_mail
def mail_detail(request, number):
    letter = mail.letter(number)
    if letter is None:
        raise Http404
    return render(request, "demo/mail_detail.html", {"letter": letter, "html_as_text": plain(letter.html)})
