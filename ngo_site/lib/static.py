"""Static files under names that carry a digest of their content, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Hash and compress our own files only: CKEditor loads its 1,257 files by their plain names."""

    manifest_strict = False

    def post_process(self, paths, dry_run=False, **options):
        ours = {path: found for path, found in paths.items() if not path.startswith("ckeditor/")}
        yield from super().post_process(ours, dry_run=dry_run, **options)
