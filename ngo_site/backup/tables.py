"""What of the database is not copied: what lives for minutes, and what must not outlive its day.

Tables that are UNLOGGED (signals of scripted signatures and the keys of their day) are never copied, either.
"""

LEFT_OUT = {
    "core_desksession": "who is logged in; a copy logs nobody in",
    "core_throttle": "counts of limits, with a key that changes each day",
    "core_maillimitcount": "counts of mails over a limit",
    "core_failedlogins": "counts of failed logins",
    "core_generation": "which finished pages are still true",
}
