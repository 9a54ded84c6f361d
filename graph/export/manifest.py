"""What an export holds and where it comes from, written beside it."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

NAME = "export.json"


@dataclass
class Manifest:
    """One export: what made it, from what, under which terms, and the digest of each file (PROV-DM, 2013)."""

    form: str
    made_at: datetime
    version: str
    graph: str
    as_of: datetime | None
    """Moment that the data speaks of: that of the newest run."""
    labels: list[str]
    since: datetime | None
    until: datetime | None
    authors: str
    """Why authors came along, in the words of who asked; empty: they did not."""
    sources: list[dict[str, Any]] = field(default_factory=list)
    """Id, name, licence, purpose and retention of each source of what was exported."""
    counts: Counter[str] = field(default_factory=Counter)
    """Nodes by label, and relationships by `(:Start)-[:TYPE]->(:End)`."""
    files: dict[str, str] = field(default_factory=dict)
    """SHA-256 of each file."""

    def write(self, folder: Path) -> Path:
        """Write the manifest beside the files of `folder`, with their digests, and return its path."""
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.name != NAME:
                with path.open("rb") as file:
                    self.files[str(path.relative_to(folder))] = hashlib.file_digest(file, "sha256").hexdigest()
        path = folder / NAME
        path.write_text(json.dumps(vars(self), default=str, ensure_ascii=False, indent=1) + "\n")
        return path
