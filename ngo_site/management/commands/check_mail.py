"""check_mail: whether mail of this site arrives: what the DNS says of its sender, and whether the server lets us in."""

import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core import mail
from django.core.management.base import BaseCommand, CommandError

from core.mail.dns_records import Finding, Records
from core.mail.message import Message, sender


class Command(BaseCommand):
    help = (
        "Asks the DNS for SPF, DKIM, DMARC and MX of the sender's domain and the reverse name of the mail server, says "
        "what each means and what is missing, and logs in to the mail server. With --to it sends one mail, too."
    )

    def add_arguments(self, parser):
        parser.add_argument("--to", metavar="ADDRESS", help="send a mail there, past the outbox")
        parser.add_argument("--selector", action="append", default=[], help="the name of the DKIM key; may be repeated")
        parser.add_argument("--nameserver", default="", metavar="ADDR[:PORT]", help="ask this one, not the computer's")

    def handle(self, *args, to, selector, nameserver, **options):
        domain = parseaddr(sender())[1].rpartition("@")[2]
        host = settings.EMAIL_HOST if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend") else ""
        self.stdout.write(f"Mail is sent by {sender()} over {host or settings.EMAIL_BACKEND}.\n")
        try:
            records = Records(nameserver)
        except ValueError:
            raise CommandError(f"{nameserver} is no address of a name server, such as 9.9.9.9 or [::1]:5353.") from None
        found = records.about(domain, selector, host)
        found.append(self._log_in(to))
        for finding in found:
            self.stdout.write(f"{'-- ' if finding.todo else 'ok '}{finding.about}: {finding.sentence}")
            if finding.todo:
                self.stdout.write(f"   → {finding.todo}")
        if wrong := [finding.about for finding in found if finding.todo]:
            raise CommandError(f"{len(wrong)} of {len(found)} need somebody: {', '.join(wrong)}.")
        self.stdout.write("All is well.")

    def _log_in(self, to) -> Finding:
        connection = mail.get_connection()
        try:
            connection.open()
            if not to:
                connection.close()
                return Finding("Mail server", "It lets us in.")
            text = f"Mail of {settings.SITE_URL} arrives. Look in its headers whether SPF, DKIM and DMARC have passed."
            Message("A mail to try it out", text, to=[to], connection=connection).send()
            connection.close()
        except smtplib.SMTPResponseException as error:
            said = (
                error.smtp_error.decode(errors="replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
            )
            return Finding("Mail server", f"It refuses: {error.smtp_code} {said}", "Look at EMAIL_URL and MAIL_FROM.")
        except (smtplib.SMTPException, OSError) as error:
            return Finding("Mail server", f"{type(error).__name__}: {error}", "Look at EMAIL_URL.")
        return Finding("Mail server", "It lets us in and took the mail. See whether it arrives, and where.")
