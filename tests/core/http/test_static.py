"""Our own files carry a digest of their content in their names; CKEditor's keep the names it asks for."""

import base64
import hashlib
import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import override_settings

from core.http.scripts import OwnScript
from core.http.static import HashedStaticFiles, PackagesFinder, StylesheetFinder


@pytest.fixture
def collected(tmp_path):
    storage = HashedStaticFiles(location=tmp_path, base_url="/static/")
    files = {"css/site.css": "@import 'fonts.css'; a{}", "css/fonts.css": "b{}", "ckeditor/ckeditor.js": "c()"}
    for name, content in files.items():
        storage.save(name, ContentFile(content.encode()))
    list(storage.post_process({name: (storage, name) for name in files}))
    return storage


def test_a_file_of_ours_is_named_by_its_content_and_names_others_so(collected):
    name = collected.stored_name("css/site.css")
    assert name != "css/site.css"
    assert collected.stored_name("css/fonts.css").removeprefix("css/") in (collected.open(name).read().decode())
    assert collected.url("css/site.css") == f"/static/{name}"
    assert collected.exists(name)


def test_the_editor_finds_its_files_by_their_plain_names(collected):
    assert collected.url("ckeditor/ckeditor.js") == "/static/ckeditor/ckeditor.js"
    assert collected.listdir("ckeditor") == ([], ["ckeditor.js"])
    assert collected.url("ckeditor/plugins/never-collected.js") == "/static/ckeditor/plugins/never-collected.js"


def test_a_stylesheet_is_joined_from_its_parts(tmp_path):
    folder = tmp_path / "css"
    (folder / "site" / "parts").mkdir(parents=True)
    (folder / "site.css").write_text(
        '@layer base, parts;\n@import url("site/base.css") layer(base);\n@import url("site/parts/card.css");\n'
    )
    (folder / "site/base.css").write_text(
        '/* Letters; "ours" */\n@font-face {\n  src: url("../../fonts/a.woff2");\n}\n'
    )
    (folder / "site/parts/card.css").write_text('.card,\n.card > a {\n  content: "/* */";\n  color:\n    red;\n}\n')
    with override_settings(STATICFILES_DIRS=[tmp_path]):
        finder = StylesheetFinder()
        ((name, storage),) = finder.list([])
    assert name == "css/site.css"
    assert storage.open(name).read().decode() == (
        '@layer base, parts;@layer base {@font-face {src: url("../fonts/a.woff2");}}'
        '.card,.card > a {content: "/* */";color:\nred;}\n'
    )
    assert Path(finder.find("css/site.css")).read_text() == storage.open(name).read().decode()


def test_a_joined_stylesheet_is_as_old_as_its_newest_part(tmp_path):
    """So that a second collectstatic leaves it, and one after a change does not."""
    part = tmp_path / "css" / "site" / "base.css"
    part.parent.mkdir(parents=True)
    part.write_text("a {\n}\n")
    (tmp_path / "css/site.css").write_text('@import url("site/base.css");\n')
    for path, age in ((part, 2_000), (tmp_path / "css/site.css", 1_000)):
        os.utime(path, (age, age))
    with override_settings(STATICFILES_DIRS=[tmp_path]):
        assert Path(StylesheetFinder().find("css/site.css")).stat().st_mtime == 2_000


@pytest.mark.parametrize("name", ["site", "admin", "kit"])
def test_a_stylesheet_is_one_request_where_nothing_was_collected(client, name):
    answer = client.get(f"/static/css/{name}.css")
    text = b"".join(answer.streaming_content).decode()
    assert (answer.status_code, "@import" in text, text.count("{") > 50) == (200, False, True)


def test_a_script_of_ours_runs_only_as_it_was_collected(tmp_path):
    options = {"BACKEND": "core.http.static.HashedStaticFiles", "OPTIONS": {"location": tmp_path}}
    with override_settings(STORAGES={"default": {}, "staticfiles": options}):
        storage = HashedStaticFiles(location=tmp_path, base_url="/static/")
        storage.save("js/kept.js", ContentFile("говори()".encode()))
        list(storage.post_process({"js/kept.js": (storage, "js/kept.js")}))
        digest = base64.b64encode(hashlib.sha384("говори()".encode()).digest()).decode()
        assert f' integrity="sha384-{digest}"' in str(OwnScript("js/kept.js", defer=True))


def test_pages_of_the_editor_are_not_served():
    finder = PackagesFinder()
    names = [name for name, _storage in finder.list([])]
    assert "ckeditor/ckeditor/ckeditor.js" in names
    assert [name for name in names if name.startswith("ckeditor/") and name.endswith(".html")] == []
    assert finder.find("ckeditor/ckeditor/plugins/preview/preview.html") == []
