"""Our own files carry a digest of their content in their names; CKEditor's keep the names it asks for."""

import pytest
from django.core.files.base import ContentFile

from ngo_site.lib.static import HashedStaticFiles


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
