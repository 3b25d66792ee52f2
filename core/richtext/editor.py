"""The admin's rich-text editor: the one place that knows CKEditor (4.22.1, end of life; see the README on guests)."""

from ckeditor.widgets import CKEditorWidget
from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from . import cleaning, notes

# The hashed names are known only once the files are collected.
_static = lazy(static, str)

# CKEditor 4 writes inline handlers and styles; only the pages that show it allow them.
allow_editor = csp_update(
    {
        "script-src": [SELF, UNSAFE_INLINE],
        "style-src": [SELF, UNSAFE_INLINE],
        "img-src": [SELF, "data:"],
        "frame-src": [SELF],
    }
)

# What talks to other hosts, takes uploads, or makes what markup.clean() would throw away.
_WITHOUT = (
    "about bidi colorbutton colordialog copyformatting dialogadvtab div editorplaceholder exportpdf filebrowser flash"
    " font forms iframe image indentblock justify language newpage pagebreak preview print save scayt showblocks"
    " smiley templates uploadimage uploadwidget wsc"
)


def allowed_content() -> str:
    """Return markup.clean()'s list as CKEditor's filter writes it, so that nobody loses on saving what they saw."""
    rules = []
    for tag, own in sorted(cleaning.ALLOWED.items()):
        attributes = ",".join(sorted((own | cleaning.ALLOWED_EVERYWHERE) - {"class"}))
        rules.append(f"{tag}[{attributes}]" + ("(pull)" if "class" in own else ""))
    return "; ".join(rules)


CONFIG = {
    "skin": "moono-lisa",
    "toolbar": "Article",
    "toolbar_Article": [
        ["Format", "Styles"],
        ["Bold", "Italic", "Link", "Unlink"],
        ["BulletedList", "NumberedList", "Blockquote"],
        ["Library", "Embed", "Table", "HorizontalRule", "SpecialChar"],
        ["PasteText", "RemoveFormat", "Undo", "Redo"],
        ["Maximize", "Source"],
    ],
    "format_tags": "p;h2;h3;h4;pre",
    "stylesSet": [
        {"name": _("Pull quote"), "element": "blockquote", "attributes": {"class": "pull"}},
        {"name": _("Footnote"), "element": "small", "attributes": {"data-note": notes.NEW}},
        {"name": _("Title of a work"), "element": "cite"},
        {"name": _("Code"), "element": "code"},
    ],
    "allowedContent": allowed_content(),
    "removePlugins": ",".join(_WITHOUT.split()),
    "removeDialogTabs": "link:advanced;link:target;table:advanced",
    "linkShowTargetTab": False,
    "linkDefaultProtocol": "https://",
    "clipboard_handleImages": False,
    "disableNativeSpellChecker": False,
    "entities": False,
    "height": 520,
    "width": "100%",
    "bodyClass": "prose",
    "libraryUrl": reverse_lazy("embed-library"),
    "libraryWords": {
        "picture": _("Picture from the library"),
        "thing": _("Petition, poster, video, article"),
        "choosePicture": _("Choose a picture"),
        "chooseThing": _("Put something of ours into the text"),
        "search": _("Search"),
        "kind": _("Kind"),
        "every": _("Everything"),
        "none": _("Nothing found."),
        "refused": _("You may not look into the library. Please log in again, or ask an administrator."),
        "more": _("More"),
        "add": _("Add a new one (in a new tab)"),
        "close": _("Close"),
        "caption": _("Caption (when it is empty, the library's is shown)"),
    },
}


class Editor(CKEditorWidget):
    """CKEditor with our toolbar, our style sheet and our picture library; a plain text field without JavaScript."""

    def __init__(self, *args, **kwargs):
        library = ("library", _static("js/ckeditor-library.js"), "")
        super().__init__(*args, extra_plugins=["library"], external_plugin_resources=[library], **kwargs)
        self.config.update(CONFIG, contentsCss=[_static("css/site.css"), _static("css/editor.css")])


class WithEditor:
    """Mixin for a ModelAdmin: the fields in ``Model.HTML_FIELDS`` are written in the rich-text editor."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in self.model.HTML_FIELDS:
            kwargs["widget"] = Editor()
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @method_decorator(allow_editor)
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return super().changeform_view(request, object_id, form_url, extra_context)
