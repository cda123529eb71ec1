"""The shelf: the published versions on disk, newest first. A version is one folder, and is there when its ``version.json`` is."""

import contextlib
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from doelengraaf.errors import DoelengraafError

__all__ = ["CHANGES", "MANIFEST", "SUMS", "BrokenVersionError", "File", "Shelf", "Version", "address_of"]

MANIFEST = "version.json"
SUMS = "SHA256SUMS"
CHANGES = "changes.json"


class BrokenVersionError(DoelengraafError):
    """A published version on disk is not what was written."""

    status = 500


@dataclass(frozen=True)
class File:
    """A file of a version.

    Args:
        name: its name.
        size: in bytes.
        sha256: its checksum, in hexadecimal.
        media_type: what it is sent as.
        part: the part it holds, see ``parts``; empty for files about the version.
        form: the ending without compression: ``nq``, ``trig``, ``ttl``, ``jsonld``, ``csv.zip``.
        compressed: whether it is compressed by gzip.
    """

    name: str
    size: int
    sha256: str
    media_type: str
    part: str = ""
    form: str = ""
    compressed: bool = False


@dataclass(frozen=True)
class Version:
    """A published version.

    Args:
        version: the version of the data, as answers name it.
        published: when it was published (UTC, ISO 8601).
        modified: the day of the newest change of the data (ISO 8601).
        previous: the version that was the latest before it; empty for the first.
        counts: part to number of statements.
        files: its files, in the order people see them.
        folder: where they are.
    """

    version: str
    published: str
    modified: str
    previous: str
    counts: dict[str, int]
    files: Sequence[File]
    folder: Path

    @property
    def address(self) -> str:
        """What the version is called in addresses."""
        return address_of(self.version)

    def file(self, name: str) -> File | None:
        """Give a file by its name."""
        return next((file for file in self.files if file.name == name), None)

    def of_part(self, part: str) -> list[File]:
        """Give the files of a part."""
        return [file for file in self.files if file.part == part]

    def changes(self) -> dict[str, Any] | None:
        """Give what changed since the version before it; None when there was none."""
        path = self.folder / CHANGES
        found: dict[str, Any] | None = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
        return found

    def damage(self) -> Iterator[str]:
        """Give the names of files that are gone or not what was written."""
        for file in self.files:
            path = self.folder / file.name
            if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != file.sha256:
                yield file.name

    def as_json(self) -> dict[str, Any]:
        """Give what is written of it."""
        found = asdict(self)
        del found["folder"]
        return found


def address_of(version: str) -> str:
    """Give what a version is called in addresses: a plus sign means a space to some programs.

    >>> address_of("0.1.0+abc123")
    '0.1.0-abc123'
    """
    return version.replace("+", "-")


def read_version(folder: Path) -> Version | None:
    """Read a version; None when there is none in this folder.

    Raises:
        BrokenVersionError: what is said of it cannot be read.
    """
    path = folder / MANIFEST
    if not path.is_file():
        return None
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        files = [File(**file) for file in said.pop("files")]
        return Version(**said, files=files, folder=folder)
    except FileNotFoundError:
        # It was taken away while we looked: more than enough are kept.
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BrokenVersionError(
            f"De gepubliceerde versie in {folder} is niet te lezen. Haal die map weg en doe: doelengraaf publish"
        ) from error


@dataclass(frozen=True)
class Shelf:
    """Where published versions stand.

    Args:
        folder: the folder; it need not be there yet.
    """

    folder: Path

    def versions(self) -> list[Version]:
        """Give the versions that can be read, the latest first: one that is damaged does not take the others away."""
        found = []
        for folder in self._folders():
            with contextlib.suppress(BrokenVersionError):
                version = read_version(folder)
                found += [version] if version is not None else []
        return sorted(found, key=lambda version: (version.published, version.version), reverse=True)

    def broken(self) -> list[BrokenVersionError]:
        """Give what is wrong with the versions that cannot be read."""
        found = []
        for folder in self._folders():
            try:
                read_version(folder)
            except BrokenVersionError as error:
                found.append(error)
        return found

    def _folders(self) -> list[Path]:
        return sorted(path for path in self.folder.glob("[!.]*") if path.is_dir()) if self.folder.is_dir() else []

    def latest(self) -> Version | None:
        """Give the latest version, if anything was published."""
        return next(iter(self.versions()), None)

    def find(self, address: str) -> Version | None:
        """Give a version by what it is called in addresses, or by ``latest``."""
        versions = self.versions()
        if address == "latest":
            return next(iter(versions), None)
        # Compared, never joined to a path: what a stranger writes reaches no folder.
        return next((version for version in versions if version.address == address_of(address)), None)
