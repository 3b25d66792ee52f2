"""Static files under names that carry a digest of their content, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Hash and compress our own files only: CKEditor loads its 1,257 files by their plain names."""

    manifest_strict = False

    def post_process(self, paths, dry_run=False, **options):
        ours = {path: found for path, found in paths.items() if not _is_of_the_editor(path)}
        yield from super().post_process(ours, dry_run=dry_run, **options)

    def stored_name(self, name):
        # Django would hash on the fly what the manifest does not know, and link to a file that is not there.
        return name if _is_of_the_editor(name) else super().stored_name(name)


def _is_of_the_editor(path: str) -> bool:
    return path.startswith("ckeditor/")
