"""A zip whose bytes depend on nothing but the files in it."""

import io
import zipfile
from collections.abc import Collection, Mapping

NO_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say


def zipped(files: Mapping[str, bytes], *, programs: Collection[str] = ()) -> bytes:
    """A zip of files by path, in their order; stored, for packing differs from machine to machine.

    ``programs``: the paths of those that may be run.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, NO_DATE)
            mode = 0o755 if path in programs else 0o644
            entry.create_system, entry.external_attr = 3, mode << 16  # the same on Windows
            archive.writestr(entry, content)
    return made.getvalue()
