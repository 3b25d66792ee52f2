"""Pictures: taken in through the decoder, described for those who cannot see them, shown in the size needed."""

import re
import secrets
from functools import partial
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ..alters_data import alters_data
from ..richtext import reference_index
from . import limited_process, named_files, picture_formats, renditions

LARGEST_FILE = 100 * 1024 * 1024  # a TIFF without compression has three bytes a pixel
MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 30
_DECODER = Path(__file__).with_name("image_decoder.py")
_REFUSED = {
    "format": _(
        "This is not a JPEG, PNG, GIF, WebP, AVIF, HEIC or TIFF picture, whatever its name says. "
        "Please export it as JPEG."
    ),
    "svg": _(
        "This is an SVG drawing. Such a file can hold scripts, and looks different from one browser to the next. "
        "Please export it as PNG, 2000 pixels wide or more."
    ),
    "pdf": _("This is a PDF. Please export the page that you mean as PNG or JPEG."),
    "raw": _("This is a camera's raw file, which must be developed first. Please export it from there as JPEG."),
    "pages": _("This TIFF has several pages. Please save the page that you mean as a picture of its own."),
    "broken": _("This picture is damaged or incomplete. Please export it again, or copy it once more."),
    "large": _(
        "This picture is too large: at most 100 MB and 150 million pixels can be taken "
        "(50 million of WebP and AVIF, 70 million of HEIC). Please scale it down."
    ),
    "moving": _("This picture moves, and readers could not stop it. Please upload one frame of it, or a video."),
}
# What cameras and programs call a file, and words that say only that there is a picture.
_NO_DESCRIPTION = re.compile(
    r"""(?:an?\ |the\ |my\ )?
        (?:image|photo|photograph|picture|pic|img|graphic|illustration|figure|logo|icon|poster|portrait|screen\ ?shot
          |foto|bild|imagen|scan|untitled|alt(?:\ text)?|dsc[nf]?|pxl|mvimg|null|none|test|x+)
        (?:\ (?:of|from|here))? [\s\d_.,:()\-]*
      | [\W\d_]+
      | .+\.(?:jpe?g|png|gif|webp|avif|heic|svg|tiff?|bmp)""",
    re.I | re.X,
)


_ANSWER = re.compile(rb"(\d{1,5}) (\d{1,5}) (jpg|png|webp)")
_REFUSAL = re.compile(rb"refused ([a-z]+)\n")


def describes(alt: str) -> bool:
    """Return False for what is no description: a file's name, a number, “image” and the like."""
    return not _NO_DESCRIPTION.fullmatch(alt.strip())


class DevelopedPicture(ContentFile):
    """A picture as the decoder made it; nothing else is ever written to the storage."""

    copied_from = ""  # the key of the picture in the library that it is a copy of (``copied_pictures``)

    def __init__(self, data: bytes, width: int, height: int, extension: str):
        super().__init__(data, name=f"picture.{extension}")
        self.width, self.height = width, height


def develop(upload: File, program: Path = _DECODER) -> DevelopedPicture:
    """Return the upload (a Django File) upright, in sRGB, without metadata; raise ValidationError for the rest."""
    if upload.size > LARGEST_FILE:
        raise ValidationError(_REFUSED["large"], code="large")
    answer = limited_process.run(program, upload, memory=MEMORY, cpu_seconds=CPU_SECONDS) or b""
    head, _newline, data = answer.partition(b"\n")
    # Taken over by what it decodes, the process may say anything.
    if match := _ANSWER.fullmatch(head):
        return DevelopedPicture(data, int(match[1]), int(match[2]), match[3].decode())
    refused = _REFUSAL.fullmatch(answer)
    code = refused[1].decode() if refused else "broken"
    code = code if code in _REFUSED else "broken"
    raise ValidationError(_REFUSED[code], code=code)


_HELP = _(
    "JPEG, PNG, GIF, WebP, AVIF, HEIC or TIFF, up to 100 MB. Where and when it was taken is removed from the file."
)


class PictureFile(FieldFile):
    """The one way to the storage leads through the decoder: forms, imports, ``create`` and ``bulk_create`` alike."""

    instance: "Picture"

    @alters_data
    def save(self, name: str | None, content: File, save: bool = True) -> None:
        content = content if isinstance(content, DevelopedPicture) else develop(content)
        self.instance.width, self.instance.height, self.instance.renditions = content.width, content.height, {}
        self.instance.copied_from = content.copied_from
        super().save(str(content.name), content, save)


class PictureField(models.FileField):
    attr_class = PictureFile

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"help_text": _HELP, **kwargs})

    def deconstruct(self) -> tuple:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("help_text", None)  # words for people are nothing to migrate
        return name, path, args, kwargs

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False, **kwargs: Any
    ) -> None:
        if hasattr(cls, "PICTURE_REQUIRED"):
            self.blank = not cls.PICTURE_REQUIRED
        super().contribute_to_class(cls, name, private_only=private_only, **kwargs)
        if not cls._meta.abstract:
            # The admin deletes sets of objects without calling delete(); Django offers nothing but this signal.
            models.signals.post_delete.connect(forget_files, sender=cls, dispatch_uid=f"files of {cls._meta.label}")

    def formfield(self, **kwargs: Any) -> Any:  # type: ignore[override]  # Django gives names to all it passes
        # The length of the name it had elsewhere is no matter, for it gets a new one.
        field: Any = super().formfield(**{"max_length": None, **kwargs})
        field.widget.attrs["accept"] = picture_formats.ACCEPT
        return field

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        value = super().clean(value, model_instance)
        if value and not value._committed and not isinstance(value.file, DevelopedPicture):
            return develop(value.file)
        return value


FOLDER = "pictures"


def file_name(instance: models.Model, name: str) -> str:
    """Return a name that tells nothing of where the picture came from and cannot be guessed."""
    return f"{FOLDER}/{secrets.token_hex(10)}.{name.rpartition('.')[2]}"


class Picture(models.Model):
    """Something with a picture. Set ``PICTURE_REQUIRED = False`` where it may have none."""

    PICTURE_REQUIRED = True
    # The point that crops keep, in percent from the left and from the top.
    focus = (50, 50)
    copied_from = ""

    file = PictureField(_("picture"), upload_to=file_name)
    alt = models.CharField(
        _("description for those who cannot see it"),
        max_length=300,
        blank=True,
        help_text=_("What matters in it, as you would tell it on the telephone. Not “a picture of”."),
    )
    decorative = models.BooleanField(
        _("only decoration"), default=False, help_text=_("It says nothing; screen readers pass over it.")
    )
    credit = models.CharField(_("credit"), max_length=200, blank=True, help_text=_("Who made it."))
    licence = models.CharField(_("licence"), max_length=100, blank=True, help_text=_("Such as CC BY 4.0."))
    source_url = models.URLField(_("where it comes from"), max_length=500, blank=True)
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    renditions = models.JSONField(default=dict, editable=False)

    class Meta:
        abstract = True

    @property
    def unanswered(self) -> str:
        """What must be said before it is put before the public, besides its description: a sentence, or nothing."""
        return ""

    @property
    def is_shown(self) -> bool:
        """Whether there is a picture that pages may show."""
        return bool(self.file)

    @property
    def alt_text(self) -> str:
        """Return what belongs into the alt attribute."""
        return "" if self.decorative else self.alt

    def require_description(self) -> None:
        """Raise ValidationError where those who cannot see it would be told nothing of it."""
        if not self.file or self.decorative:
            return
        if not self.alt.strip():
            message = _("Please say what the picture shows, for those who cannot see it; or tick “only decoration”.")
            raise ValidationError({"alt": message})
        if not describes(self.alt):
            message = _("This says only that there is a picture. Please say what it shows: who, where, what happens.")
            raise ValidationError({"alt": message})

    @alters_data
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Have the renditions made when the picture is new, and the files of the one before removed."""
        before = type(self)._base_manager.filter(pk=self.pk).first() if self.pk else None
        if not self.file:
            self.width, self.height, self.renditions = None, None, {}
        super().save(*args, **kwargs)
        if before and before.file and before.file.name != self.file.name:
            forget_files(type(self), before)
            if self.file:
                reference_index.rename_file(before.file.name, self.file.name)
        if self.file and not self.renditions:
            renditions.make_renditions.enqueue(self._meta.app_label, self._meta.model_name, self.pk)

    @property
    def look(self) -> tuple:
        """Return the plain values of which everything on a page that shows it follows."""
        return self.file.name, self.alt_text, repr(self.renditions), *self.focus

    def srcset(self, kind: str) -> str:
        """Return the srcset of the renditions in one format (avif, webp, jpeg, png), or nothing."""
        return ", ".join(f"{self.url_of(kind, width)} {width}w" for width in self.renditions.get(kind, []))

    @property
    def sources(self) -> list[tuple[str, str]]:
        """The formats a browser may prefer, the best first, each with its srcset."""
        return [(kind, self.srcset(kind)) for kind in ("avif", "webp") if kind in self.renditions]

    @property
    def fallback_srcset(self) -> str:
        return self.srcset("jpeg") or self.srcset("png")

    @property
    def shown_url(self) -> str:
        return self.url_at(960)

    def url_of(self, kind: str, width: int) -> str:
        # The storage is asked once: a picture on a list has fifteen files, and they lie beside each other.
        return renditions.name_of(self._url, kind, width)

    @cached_property
    def _url(self) -> str:
        return self.file.url

    def url_at(self, width: int, *preferred: str) -> str:
        """Return the address of the file nearest to that many pixels, for those that know only one file.

        It is a JPEG or PNG, which everybody knows, unless there is one of the formats that are preferred to these.
        """
        for kind in (*preferred, "jpeg", "png"):
            if widths := self.renditions.get(kind):
                return self.url_of(kind, min(widths, key=lambda made: (made < width, abs(made - width))))
        return self.file.url if self.file else ""

    @property
    def share_url(self) -> str:
        """The address of what other sites show beside a link to the page."""
        return self.url_at(1200) if self.is_shown else ""


def move_file(picture: Picture) -> bool:
    """Give the picture's file a new name nobody knows; return whether it was done. In a transaction of the caller."""
    name, storage = picture.file.name, picture.file.storage
    if not storage.exists(name):
        return False
    with storage.open(name) as file:
        moved = storage.save(file_name(picture, name), file)
    before = type(picture)._base_manager.get(pk=picture.pk)
    done = type(picture)._base_manager.filter(pk=picture.pk, file=name).update(file=moved, renditions={}) == 1
    if not done:
        storage.delete(moved)
        return False
    forget_files(type(picture), before)
    renditions.make_renditions.enqueue(picture._meta.app_label, picture._meta.model_name, picture.pk)
    return True


def forget_files(sender: type[models.Model], instance: "Picture", **kwargs: Any) -> None:
    """Remove the picture's files once the change is certain; called when a row is deleted, and by what replaces one."""
    if instance.file:
        storage, made = instance.file.storage, list(renditions.names(instance))
        transaction.on_commit(partial(named_files.remove, storage, instance.file.name), robust=True)
        transaction.on_commit(partial(renditions.remove, storage, made), robust=True)
