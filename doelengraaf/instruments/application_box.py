"""Where applications are kept: a private folder outside the published graph, one file each, under an address nobody can guess.

A file is Turtle below a line with the moment it was first kept; only the owner of the folder may read it. What is older than the setting is gone.
"""

import contextlib
import hashlib
import os
import re
import secrets
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from doelengraaf.errors import DoelengraafError, phrase
from doelengraaf.files import FileWriteError
from doelengraaf.project import Project

__all__ = [
    "APPLICATIONS_VARIABLE",
    "DAYS_VARIABLE",
    "KEY",
    "ApplicationBox",
    "ChangedError",
    "NoApplicationError",
    "days_of",
    "folder_of",
]

APPLICATIONS_VARIABLE = "DOELENGRAAF_APPLICATIONS"
DAYS_VARIABLE = "DOELENGRAAF_APPLICATION_DAYS"
KEY = re.compile(r"[A-Za-z0-9_-]{32}")
"""The address of an application: 192 random bits in base64url, but for those that begin with a hyphen."""
_DAYS, _MOST_DAYS = 90, 3650
_BYTES = 24
_SWEEP_EVERY = 3600.0
_FIRST = re.compile(rb"# (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00)\n")
_GONE = phrase("Deze aanvraag is er niet (meer). Zij is verwijderd of verlopen, of het adres is verkeerd overgenomen.")


class NoApplicationError(DoelengraafError):
    """There is no application at an address; it does not tell whether there was one."""

    status = 404

    def __init__(self) -> None:
        super().__init__(_GONE)


class ChangedError(DoelengraafError):
    """Somebody else changed an application in the meantime."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            phrase(
                "De aanvraag is intussen door iemand anders veranderd; er is niets overschreven. Open haar opnieuw en vul uw wijziging nog eens in."
            )
        )


class DaysError(DoelengraafError):
    """The setting for how long to keep applications is no number of days."""

    status = 500


def folder_of(project: Project) -> Path:
    """Give the folder: ``$DOELENGRAAF_APPLICATIONS``, else ``build/applications/``."""
    return Path(os.environ.get(APPLICATIONS_VARIABLE) or project.build / "applications")


def days_of() -> int:
    """Give how many days an application is kept: ``$DOELENGRAAF_APPLICATION_DAYS``, else 90.

    Raises:
        DaysError: the setting is no whole number from 1 to 3650.
    """
    typed = os.environ.get(DAYS_VARIABLE, "").strip() or str(_DAYS)
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= 4 and 1 <= int(typed) <= _MOST_DAYS):
        raise DaysError(f"{DAYS_VARIABLE} is geen aantal dagen van 1 tot {_MOST_DAYS}: {typed[:20]!r}.")
    return int(typed)


def _new_key() -> str:
    """Give an address nobody can guess. None begins with a hyphen, which a command would take for an option."""
    while (key := secrets.token_urlsafe(_BYTES)).startswith("-"):
        pass
    return key


class ApplicationBox:
    """The folder of applications.

    Args:
        folder: made when the first application is kept.
        days: how long an application is kept, counted from when it was first kept.
    """

    def __init__(self, folder: Path, days: int) -> None:
        self.folder, self.days = folder, days
        self._lock = threading.Lock()
        self._swept = -_SWEEP_EVERY

    def add(self, data: bytes, created: datetime) -> str:
        """Keep a new application.

        Returns:
            Its address.

        Raises:
            FileWriteError: the folder cannot be written.
        """
        self._sweep()
        key = _new_key()
        self._write(key, data, created)
        return key

    def get(self, key: str) -> tuple[bytes, str]:
        """Give an application and the mark of this version of it.

        Raises:
            NoApplicationError: there is none at this address, or no longer.
        """
        self._sweep()
        path = self._path(key)
        try:
            raw = path.read_bytes()
            over = self._is_over(raw, path)
            if over:
                path.unlink(missing_ok=True)
        except OSError:
            raise NoApplicationError from None
        if over:
            raise NoApplicationError
        return raw, hashlib.sha256(raw).hexdigest()[:16]

    def replace(self, key: str, data: bytes, created: datetime, mark: str) -> None:
        """Keep a changed application; ``created`` stays that of the first time.

        Raises:
            NoApplicationError: there is none at this address.
            ChangedError: it is no longer the version of the mark.
            FileWriteError: the folder cannot be written.
        """
        with self._lock:
            if self.get(key)[1] != mark:
                raise ChangedError
            self._write(key, data, created)

    def delete(self, key: str) -> None:
        """Delete an application.

        Raises:
            NoApplicationError: there is none at this address.
        """
        with self._lock:
            try:
                self._path(key).unlink()
            except OSError:
                raise NoApplicationError from None

    def purge(self, now: datetime | None = None) -> int:
        """Delete what is older than the setting, and what was left half written; give how many applications were deleted."""
        gone = 0
        for path in sorted(self.folder.glob("*.ttl")) if self.folder.is_dir() else []:
            with contextlib.suppress(OSError), path.open("rb") as file:
                if self._is_over(file.read(64), path, now):
                    path.unlink(missing_ok=True)
                    gone += 1
        for path in self.folder.glob(".aanvraag-*") if self.folder.is_dir() else []:
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < time.time() - _SWEEP_EVERY:
                    path.unlink(missing_ok=True)
        return gone

    def _sweep(self) -> None:
        now = time.monotonic()
        if now - self._swept >= _SWEEP_EVERY:
            self._swept = now
            self.purge()

    def created(self, raw: bytes) -> datetime | None:
        """Give when an application was first kept, by its file; None when that does not say so."""
        first = _FIRST.match(raw)
        return datetime.fromisoformat(first[1].decode()) if first else None

    def _is_over(self, raw: bytes, path: Path, now: datetime | None = None) -> bool:
        # Of a file that was not written here the file system tells the age.
        created = self.created(raw) or datetime.fromtimestamp(path.stat().st_mtime, UTC)
        return (now or datetime.now(UTC)) - created >= timedelta(days=self.days)

    def _path(self, key: str) -> Path:
        if not KEY.fullmatch(key):
            raise NoApplicationError
        return self.folder / f"{key}.ttl"

    def _write(self, key: str, data: bytes, created: datetime) -> None:
        """Write a file whole, readable for the owner only. An error names no address."""
        first = created.astimezone(UTC).replace(microsecond=0).isoformat()
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, name = tempfile.mkstemp(dir=self.folder, prefix=".aanvraag-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(f"# {first}\n".encode() + data)
                    file.flush()
                    os.fsync(file.fileno())
                Path(name).replace(self._path(key))
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise FileWriteError(phrase("De aanvraag kon niet worden bewaard. Probeer het later weer.")) from error
