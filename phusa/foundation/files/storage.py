"""Where files lie on disk."""

import os
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class DurableStorage(FileSystemStorage):
    """The file system; what was saved is on the disk before the deed that names it is committed."""

    def _save(self, name: str, content: Any) -> str:
        saved: str = super()._save(name, content)  # type: ignore[misc]
        path = Path(self.path(saved))
        for place in (path, path.parent):  # the folder too, or a power cut takes the name away
            descriptor = os.open(place, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        return saved
