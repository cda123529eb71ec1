"""Requests to a server of others, within limits of time and size.

They go again after a while where that may help, never to another host, and with a password that is told to nobody else.
"""

import base64
import contextlib
import random
import time
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPMessage
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from doelengraaf import __version__
from doelengraaf.errors import EndpointAwayError, EndpointError, QueryError

__all__ = ["Account", "Connection", "Reply", "check_address", "first_line"]

_AGAIN = (429, 500, 502, 503, 504)
"""What a server may say that is over in a while (RFC 9110, section 15.6; RFC 6585, section 4)."""
_TRIES = 4
_FIRST_WAIT, _LONGEST_WAIT = 0.2, 5.0
_PART = 1 << 16


@dataclass(frozen=True)
class Account:
    """A name and a password; neither is ever shown.

    Args:
        user: the name.
        password: the password.
    """

    user: str = field(repr=False)
    password: str = field(repr=False)


@dataclass(frozen=True)
class Reply:
    """What a server answered.

    Args:
        status: 200 to 299.
        body: all of it.
        media_type: what it is.
    """

    status: int
    body: bytes
    media_type: str


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a redirect to the same server only: another would get our question, and perhaps our password."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        if (old.scheme, old.netloc) != (new.scheme, new.netloc):
            raise _ElsewhereError(new.hostname or "")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _ElsewhereError(URLError):
    """A redirect to another host."""


_OPENER = urllib.request.build_opener(_SameHost())


def check_address(address: str) -> None:
    """See that this is a web address of an endpoint, without a name or password.

    Raises:
        EndpointError: it is not.
    """
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        good = False
    # Before anything is repeated in a message: what stands before an @ may be a password.
    if "@" in address.partition("://")[2].partition("/")[0]:
        raise EndpointError(
            address.rpartition("@")[2].partition("/")[0],
            "kreeg een naam of wachtwoord in het adres: laat die weg en geef ze apart.",
        )
    if not good or set(address) & set(' "<>'):
        raise EndpointError(
            address, "is geen adres van een SPARQL-endpoint: geef er een als https://voorbeeld.nl/sparql."
        )


def first_line(body: bytes) -> str:
    """Give the first line of what a server said, for a message."""
    line = next((line for line in body.decode("utf-8", "replace").splitlines() if line.strip()), "leeg")
    return line if len(line) <= 200 else line[:197] + "…"


class Connection:
    """One address of a server.

    Args:
        address: http or https.
        seconds: how long an answer may stay away, all attempts together.
        account: who asks, by Basic or Digest as the server wants (RFC 7617, RFC 7616).
        most: how many bytes an answer may have.

    Raises:
        EndpointError: this is no address of an endpoint.
    """

    def __init__(
        self, address: str, seconds: float = 60, account: Account | None = None, most: int = 500_000_000
    ) -> None:
        check_address(address)
        self.address = address
        self.seconds = max(0.1, seconds)
        self._most = most
        self._account = account
        self._challenge: str | None = None

    def _prove(self, request: urllib.request.Request, left: float) -> None:
        """Put name and password in a request, in the way the server wants them.

        That way is asked by the same request without a body: a server that refuses before it has read a large one closes the connection.
        """
        if self._account is None:
            return
        if self._challenge is None:
            bare = urllib.request.Request(  # noqa: S310
                request.full_url, b"" if request.data else None, dict(request.headers), method=request.get_method()
            )
            try:
                with _OPENER.open(bare, timeout=left):
                    self._challenge = ""
            except HTTPError as error:
                with error:
                    offers = error.headers.get_all("WWW-Authenticate", []) if error.code == 401 else []
                # Digest first: it does not tell the password.
                self._challenge = min(offers, key=lambda offer: not offer.lower().startswith("digest"), default="")
        scheme, _, rest = self._challenge.partition(" ")
        proof = None
        if scheme.lower() == "digest":
            said = urllib.request.parse_keqv_list(urllib.request.parse_http_list(rest))
            known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
            known.add_password(None, self.address, self._account.user, self._account.password)
            answer = urllib.request.HTTPDigestAuthHandler(known).get_authorization(request, said)
            proof = f"Digest {answer}" if answer else None
        elif scheme.lower() == "basic":
            pair = f"{self._account.user}:{self._account.password}"
            proof = "Basic " + base64.b64encode(pair.encode()).decode()
        if proof:
            request.add_unredirected_header("Authorization", proof)

    def send(
        self,
        data: bytes | None,
        headers: Mapping[str, str],
        method: str = "POST",
        query: str = "",
        tries: int = _TRIES,
    ) -> Reply:
        """Send a request, and again with growing pauses when the server is away or says that it cannot answer now.

        Args:
            data: the body.
            headers: its headers.
            method: the method of HTTP.
            query: what comes behind the address.
            tries: how often; 1 for what may not be done twice.

        Raises:
            QueryError: the server says that the query is wrong (400).
            EndpointError: the server is away, too slow, refuses, or answers too much. The message holds no password.
        """
        ends = time.monotonic() + self.seconds
        for attempt in range(1, tries + 1):
            try:
                return self._once(data, headers, method, query, ends)
            except _AwayError as problem:
                # Full jitter, so that many who wait do not come back at the same moment.
                pause = max(problem.wait, random.uniform(0.5, 1) * min(_LONGEST_WAIT, _FIRST_WAIT * 2**attempt))  # noqa: S311
                if attempt == tries or time.monotonic() + pause >= ends:
                    kind = EndpointAwayError if problem.away else EndpointError
                    raise kind(self.address, problem.text) from problem.__cause__
                time.sleep(pause)
        raise AssertionError("tries is at least 1")

    def _once(self, data: bytes | None, headers: Mapping[str, str], method: str, query: str, ends: float) -> Reply:
        address = self.address + (("&" if "?" in self.address else "?") + query if query else "")
        request = urllib.request.Request(  # noqa: S310
            address, data, {"User-Agent": f"doelengraaf/{__version__}", **headers}, method=method
        )
        fresh = self._challenge is None
        left = max(0.1, ends - time.monotonic())
        try:
            self._prove(request, left)
            with _OPENER.open(request, timeout=left) as response:
                return Reply(response.status, self._read(response, ends), response.headers.get_content_type())
        except HTTPError as error:
            with error:
                said = b""
                with contextlib.suppress(OSError, HTTPException):
                    said = error.read(10_000)
            # A challenge does not hold for ever.
            if error.code == 401 and self._account and not fresh:
                self._challenge = None
                return self._once(data, headers, method, query, ends)
            raise self._refused(error, said) from None
        except _ElsewhereError as error:
            raise EndpointError(
                self.address, f"verwijst door naar een andere server ({error.reason}); dat wordt niet gevolgd."
            ) from None
        except (URLError, OSError, HTTPException, ValueError) as error:
            reason = getattr(error, "reason", None) or error
            if isinstance(reason, TimeoutError):
                raise EndpointError(self.address, self._late()) from error
            raise _AwayError(f"is niet te bereiken: {reason}. Klopt het adres, en is er verbinding?") from error

    def _late(self) -> str:
        return f"antwoordde niet binnen {self.seconds:g} seconden. Vraag minder, of geef meer tijd (timeout, DOELENGRAAF_STORE_SECONDS)."

    def _read(self, response: Any, ends: float) -> bytes:
        parts, size = [], 0
        read: Callable[[int], bytes] = response.read1 if hasattr(response, "read1") else response.read
        while part := read(_PART):
            size += len(part)
            parts.append(part)
            if size > self._most:
                raise EndpointError(
                    self.address, f"antwoordt meer dan {self._most / 1e6:g} MB; dat wordt niet gelezen. Vraag minder."
                )
            if time.monotonic() > ends:
                raise EndpointError(self.address, self._late())
        # What was cut off in the middle, read in parts, raises nothing by itself.
        if getattr(response, "length", None):
            raise _AwayError("brak zijn antwoord halverwege af.")
        return b"".join(parts)

    def _refused(self, error: HTTPError, said: bytes) -> Exception:
        words = first_line(said) if said else "zonder uitleg."
        if error.code == 400:
            return QueryError(f"{self.address} weigert de vraag: {words}")
        if error.code in (401, 403):
            how = "met deze naam en dit wachtwoord" if self._account else "zonder naam en wachtwoord"
            return EndpointError(
                self.address,
                f"gaf een fout: {error.code}, geen toegang {how}. Zie DOELENGRAAF_STORE_USER en DOELENGRAAF_STORE_PASSWORD.",
            )
        text = f"gaf een fout: {error.code}; {words}"
        if error.code not in _AGAIN:
            return EndpointError(self.address, text)
        after = error.headers.get("Retry-After", "").strip()
        # What stays wrong with 500 is wrong with this question, not with the server.
        return _AwayError(text, float(after) if after.isdigit() else 0, error.code != 500)


class _AwayError(Exception):
    """Something that may be over in a while; ``wait`` seconds as the server says, ``away`` when it holds for all questions."""

    def __init__(self, text: str, wait: float = 0, away: bool = True) -> None:
        self.text = text
        self.wait = wait
        self.away = away
        super().__init__(text)
