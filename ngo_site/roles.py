"""Who may do what at the desk: five roles, each a group, kept as written here by every ``migrate``."""

from django.apps import apps as registry
from django.utils.translation import gettext_lazy as _

# What a person may be, in the order from least to most; the words are what an administrator chooses from.
ROLES = {
    "author": _("Author: writes articles and asks for review; sees and changes only their own, publishes nothing"),
    "moderator": _("Moderator: decides on comments and on mentions from other sites"),
    "campaigner": _("Campaigner: makes and publishes campaigns, petitions, posters, videos and letters"),
    "editor": _("Editor: writes and publishes everything, moderates, answers volunteers"),
    "administrator": _("Administrator: may do everything; gives roles, reads the audit log and subscribers' addresses"),
}


def short_name(role: str) -> str:
    """Return a role's name without what it may do, such as “Author”."""
    return str(ROLES[role]).partition(":")[0].strip()


_EDITORS_KINDS = {
    "articles": {"article", "album", "albumplace", "byline", "photo", "series", "tag", "tagalias", "outgoingmention"},
    "campaigns": {
        "appeal",
        "campaign",
        "invalidation",
        "paperbatch",
        "petition",
        "petitionupdate",
        "poster",
        "posterfile",
        "posterseries",
        "sharetext",
        "updatetranslation",
        "video",
        "videocaptions",
    },
    "newsletters": {"issue", "consentwording"},
    "organisation": {
        *("answertemplate", "document", "edition", "menu", "menulink", "page", "person", "report", "volunteer"),
    },
    "publishing": {"scheduledchange"},
    "core": {"redirect", "binitem"},
}
_CAMPAIGNERS_KINDS = {
    "campaigns": {
        "appeal",
        "campaign",
        "invalidation",
        "paperbatch",
        "petition",
        "petitionupdate",
        "poster",
        "posterfile",
        "posterseries",
        "sharetext",
        "updatetranslation",
        "video",
        "videocaptions",
    },
    "newsletters": {"issue"},
    "articles": {"photo"},
    "publishing": {"scheduledchange"},
    "core": {"binitem"},
}
_MODERATORS_KINDS = {
    "articles": {"comment", "mention", "judgement", "decision", "flag", "ban", "watchedword", "outgoingmention"},
}
_AUTHORS = {
    "articles": {
        *("add_article", "change_article", "delete_article", "view_article"),
        *("add_byline", "change_byline", "delete_byline", "view_byline"),
        *("add_photo", "change_photo", "view_photo", "view_tag", "view_series"),
    },
    "organisation": {"view_person"},
    "core": {"view_binitem"},
}
# What nobody changes by hand, whatever the role: who signed, what was sent, what was done.
_NOBODYS_KINDS = {
    *(("campaigns", "signature"), ("campaigns", "attempt"), ("campaigns", "tally"), ("campaigns", "countchange")),
    ("newsletters", "delivery"),
}


def may(role: str, app: str, kind: str, codename: str) -> bool:
    """Whether a role has a permission, given as Django names it: app label, model name, codename."""
    if role == "administrator":
        return (app, kind) not in _NOBODYS_KINDS
    if codename == "hand_over":
        return role == "editor"
    if codename in {"view_dailyviews", "view_dailyreferrers"}:
        return role in {"author", "editor", "campaigner"}
    if role == "author":
        return codename in _AUTHORS.get(app, ())
    if role == "moderator":
        return kind in _MODERATORS_KINDS.get(app, ())
    if role == "campaigner":
        return kind in _CAMPAIGNERS_KINDS.get(app, ()) or (app == "organisation" and codename == "view_person")
    return kind in _EDITORS_KINDS.get(app, set()) | _MODERATORS_KINDS.get(app, set())


def write_roles(sender, using, apps=registry, **kwargs) -> None:
    """Give every role's group exactly its permissions; called after ``migrate``, when all permissions are there."""
    try:
        group_model, permission_model = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    except LookupError:
        return  # migrated back to before there were groups
    rows = permission_model.objects.using(using).values_list(
        "pk", "content_type__app_label", "content_type__model", "codename"
    )
    known = list(rows)
    for role in ROLES:
        group, _made = group_model.objects.using(using).get_or_create(name=role)
        wanted = {pk for pk, *permission in known if may(role, *permission)}
        has = set(group.permissions.values_list("pk", flat=True))
        if wanted != has:
            group.permissions.set(wanted)


def role_of(user) -> str:
    """Return the name of the person's role; of several, which only a script can give, the one that may most."""
    if user.is_superuser:
        return "administrator"
    names = set(user.groups.values_list("name", flat=True))
    return next((role for role in reversed(ROLES) if role in names), "")
