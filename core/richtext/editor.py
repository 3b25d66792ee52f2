"""The admin's rich-text editor: the one place that knows CKEditor (4.22.1, end of life; see docs/decisions.md)."""

from typing import Any

from ckeditor.widgets import CKEditorWidget
from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ..admin_mixin import AdminMixin
from ..http.scripts import OwnScript
from ..lazy_text import LazyText
from ..media import pictures
from . import cleaning, embeds, footnotes, pasting
from .library_words import BLOCKS, WORDS
from .markup import show

# The hashed names are known only once the files are collected.
_static = lazy(static, str)

# CKEditor 4 writes inline styles; only the pages that show it allow them. Its inline handlers become data.
allow_editor = csp_update(
    {
        "style-src": [SELF, UNSAFE_INLINE],
        "img-src": [SELF, "data:"],
        "frame-src": [SELF],
    }
)

PLUGINS = (
    "embeds",
    "library",
    "describing",
    "linking",
    "blocks",
    "panels",
    "pasting",
    "leaving",
    "shortcuts",
    "counting",
    "hint",
)
# The dialog, for fields of a form, too.
LIBRARY_SCRIPTS = tuple(OwnScript(f"js/library-{part}.js") for part in ("parts", "uploads", "dialog"))
_HANDLERS = OwnScript("js/ckeditor-handlers.js")
THEIR_PLUGINS = ("autogrow",)

# What talks to other hosts, takes uploads, or makes what markup.clean() would throw away.
# The filter for Google Docs gives up on words without a style; office_html.py does its work.
_WITHOUT = (
    "about bidi colorbutton colordialog copyformatting dialogadvtab div editorplaceholder exportpdf filebrowser flash"
    " font forms iframe image indentblock justify language newpage pagebreak pastefromgdocs preview print save scayt"
    " showblocks smiley templates uploadimage uploadwidget wsc"
)


def allowed_content() -> str:
    """Return markup.clean()'s list as CKEditor's filter writes it, so that nobody loses on saving what they saw."""
    rules = []
    for tag, own in sorted(cleaning.ALLOWED.items()):
        attributes = ",".join(sorted((own | cleaning.ALLOWED_EVERYWHERE) - {"class"}))
        rules.append(f"{tag}[{attributes}]" + (f"({','.join(cleaning.CLASSES[tag])})" if "class" in own else ""))
    return "; ".join(rules)


def _upload_url() -> str:
    """Return where files go that are dropped into a text; the kind of object that takes them says it."""
    return next((reverse(kind.upload) for kind in embeds.kinds.values() if kind.upload), "")


CONFIG = {
    "skin": "moono-lisa",
    "toolbar": "Article",
    "toolbar_Article": [
        {"name": "styles", "items": ["Format", "Styles"]},
        {"name": "basicstyles", "items": ["Bold", "Italic", "Link"]},
        {"name": "paragraph", "items": ["BulletedList", "NumberedList", "Blockquote"]},
        {"name": "insert", "items": ["Blocks", "Library", "Embed", "Table", "HorizontalRule", "SpecialChar"]},
        {"name": "editing", "items": ["PasteText", "RemoveFormat", "Undo", "Redo"]},
        {"name": "tools", "items": ["Maximize", "Source"]},
    ],
    # The arrows go through all of them, as in any other toolbar (https://www.w3.org/WAI/ARIA/apg/patterns/toolbar/).
    "toolbarGroupCycling": False,
    "format_tags": "p;h2;h3;h4;pre",
    "stylesSet": [
        {"name": _("Pull quote"), "element": "blockquote", "attributes": {"class": "pull"}},
        {"name": _("Footnote"), "element": "small", "attributes": {"data-note": footnotes.NEW}},
        {"name": _("Title of a work"), "element": "cite"},
        {"name": _("Code"), "element": "code"},
    ],
    "allowedContent": allowed_content(),
    "removePlugins": ",".join(_WITHOUT.split()),
    "removeDialogTabs": "table:advanced",
    "clipboard_handleImages": False,
    "pasteFilter": None,
    "disableNativeSpellChecker": False,
    "entities": False,
    "height": 420,
    "autoGrow_onStartup": True,
    "autoGrow_minHeight": 420,
    "autoGrow_bottomSpace": 60,
    "width": "100%",
    "bodyClass": "prose",
    "magicline_color": "#6d64ff",
    "libraryUrl": reverse_lazy("embed-library"),
    "libraryUpload": lazy(_upload_url, str)(),
    "dialog_backgroundCoverColor": "#0e0e10",
    "dialog_backgroundCoverOpacity": 0.6,
    "pastedHosts": settings.PASTED_PICTURE_HOSTS,
    "linkUrl": reverse_lazy("link-targets"),
    "libraryLargest": pictures.LARGEST_FILE,
    "libraryWords": WORDS,
    "blockWords": BLOCKS,
    # Translators: below a text; %s is a number.
    "countWords": _("Words: %s"),
    "hintWords": _("Write here. Drop or paste pictures. / puts something in, ## begins a heading, > a quote."),
}


class Editor(CKEditorWidget):
    """CKEditor with our toolbar, our style sheet and our picture library; a plain text field without JavaScript."""

    class Media:
        js = ("ckeditor/ckeditor/ckeditor.js", _HANDLERS, *LIBRARY_SCRIPTS)  # in this order

    def __init__(self, *args, name: LazyText, **kwargs):
        """``name`` is the field's label: the editor is a frame, which no <label> can name."""
        plugins = [(name, _static(f"js/ckeditor-{name}.js"), "") for name in PLUGINS]
        super().__init__(*args, extra_plugins=[*PLUGINS, *THEIR_PLUGINS], external_plugin_resources=plugins, **kwargs)
        self.config.update(
            CONFIG,
            contentsCss=[_static("css/site.css"), _static("css/editor.css")],
            panelCss=_static("css/editor-panels.css"),
            title=capfirst(name),
            applicationTitle=capfirst(name),
        )


class EditorMixin(AdminMixin):
    """Mixin for a ModelAdmin: the fields in ``Model.HTML_FIELDS`` are written in the rich-text editor."""

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.model.HTML_FIELDS:
            kwargs["widget"] = Editor(name=db_field.verbose_name)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """Show the text to those who may only read it as a page, not as the source of one."""
        fieldsets = super().get_fieldsets(request, obj)
        session = getattr(request, "edit_session", None)
        if obj is None or session is None or session.may_write:
            return fieldsets
        return [
            (name, {**options, "fields": ["as_page" if field == "body" else field for field in options["fields"]]})
            for name, options in fieldsets
        ]

    @admin.display(description=_("text"))
    def as_page(self, obj: Any) -> SafeString:
        return format_html('<div class="prose as-page" lang="{}" dir="auto">{}</div>', obj.language, show(obj.body))

    def save_model(self, request: HttpRequest, obj: models.Model, form: forms.ModelForm, change: bool) -> None:
        self._take_in(request, form)
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: forms.ModelForm, formset: Any, change: bool) -> None:
        for row in formset.forms:
            self._take_in(request, row)
        super().save_formset(request, form, formset, change)

    def _take_in(self, request: HttpRequest, form: Any) -> None:
        """Put films in the place of their addresses, and tell once what was left out of the texts."""
        obj = form.instance
        for name in getattr(obj, "HTML_FIELDS", ()):
            if name in form.changed_data and not form.cleaned_data.get("DELETE"):
                title, language = str(obj), getattr(obj, "language", "")
                html, told = pasting.take_in(form.cleaned_data[name] or "", request.user, title, language)
                setattr(obj, name, html)
                for sentence in told:
                    messages.warning(request, sentence)

    @method_decorator(allow_editor)
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        return super().changeform_view(request, object_id, form_url, extra_context)
