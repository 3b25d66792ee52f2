"""Pages that show the HTML part of a mail in a frame: ``_mail_html.html`` and what it needs."""

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update

# A mail brings its styles along, and a frame with srcdoc has the policy of the page around it (HTML §7.1.7): no
# script runs in it, nothing is sent, and pictures come from the site alone.
shows_mail = csp_update({"style-src": [SELF, UNSAFE_INLINE]})
