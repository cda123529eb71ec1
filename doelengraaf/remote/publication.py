"""Put a build into an engine of others, so that its readers see the former build or this one, and never a part of either.

Each graph that changed is sent to a graph beside the live ones, named by the hash of its lines, in parts that can be sent again. Only when all of them are
there, counted, one update moves them to their names and says which build is the live one. What was sent whole is known by its hash: who was interrupted
begins where it stopped, and what did not change is not sent.
"""

import contextlib
import hashlib
import re
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from doelengraaf.errors import DoelengraafError, EndpointError, NoBuildError, QueryError
from doelengraaf.pipeline import dataset_version
from doelengraaf.remote.engine import RemoteStore
from doelengraaf.remote.layout import ALL, CONTROL, STAGING, TERM, WORK, Live, write_control
from doelengraaf.remote.requests import Connection
from doelengraaf.remote.settings import RemoteSettings
from doelengraaf.store import Rows, iri, literal

__all__ = ["BusyPublishingError", "Published", "publish_to_store"]

Progress = Callable[[str], None]
_LINES = 20_000
"""How many statements go in one request: some megabytes, which servers and proxies take."""
_LEASE = 120
"""After how many seconds without a sign of life a publication counts as interrupted."""
_LINE = re.compile(r"(?P<triple>.*) <(?P<graph>[^<>]*)> \.\Z")


class BusyPublishingError(DoelengraafError):
    """Somebody else is publishing to the same engine."""


@dataclass(frozen=True)
class Published:
    """What a publication did.

    Args:
        live: the build that is there now.
        sent: the graphs that were sent.
        resumed: how many graphs an interrupted publication had sent already.
        removed: the named graphs that are no longer there.
        changed: whether another build is live now.
    """

    live: Live
    sent: Sequence[str] = ()
    resumed: int = 0
    removed: Sequence[str] = ()
    changed: bool = True


@dataclass(frozen=True)
class _Part:
    """A graph to be there: its lines, their hash, and where it goes first."""

    lines: Sequence[str]
    digest: str
    place: str


def publish_to_store(
    nquads: Path, settings: RemoteSettings, progress: Progress = lambda step: None, take_over: bool = False
) -> Published:
    """Publish a build.

    Args:
        nquads: the build.
        settings: where.
        progress: is told each step in Dutch.
        take_over: whether to go on where another publication, that is known to have stopped, left off.

    Raises:
        NoBuildError: there is no build.
        BusyPublishingError: somebody else is publishing there.
        EndpointError: the engine is away or refuses; readers still have the former build, and publishing again goes on where this stopped.
    """
    if not nquads.is_file():
        raise NoBuildError(nquads)
    return _Publication(settings, progress).carry_out(nquads, dataset_version(nquads), take_over)


class _Publication:
    def __init__(self, settings: RemoteSettings, progress: Progress) -> None:
        update, graphs = settings.writing()
        self._update_connection: Connection = update
        self._graph_connection: Connection = graphs
        self._store: RemoteStore = settings.open()
        self._progress = progress
        self._name = uuid.uuid4().hex

    def carry_out(self, nquads: Path, version: str, take_over: bool) -> Published:
        live = self._store.live()
        if live and live.version == version and not live.switching:
            return Published(live, changed=False)
        self._progress("build lezen")
        named, whole = _parts(nquads)
        self._take_turn(take_over)
        try:
            return self._publish(version, live, named, whole)
        except DoelengraafError:
            # Who tries again need not wait; where the engine is away, the turn ends by itself.
            with contextlib.suppress(DoelengraafError):
                mine = self._turn()
                if mine and mine[0] == self._name:
                    self._end_turn()
            raise

    def _publish(self, version: str, live: Live | None, named: Mapping[str, _Part], whole: _Part) -> Published:
        # After half a switch nobody knows what stands under which name.
        known = {} if live is None or live.switching else live.graphs
        changed = {graph: part for graph, part in named.items() if known.get(graph, ("", 0))[0] != part.digest}
        wanted = {part.place: part for part in (*changed.values(), whole)}
        there, ready = self._there(), self._ready()
        for graph in sorted(there - set(wanted) - ({live.whole} if live else set())):
            self._update(f"DROP SILENT GRAPH {iri(graph)}")
        sent, resumed = [], 0
        for number, (place, part) in enumerate(wanted.items(), 1):
            name = next((graph for graph, one in changed.items() if one.place == place), "alles samen")
            step = f"{number} van {len(wanted)}: {name}, {len(part.lines)} uitspraken"
            if (
                place in there
                and (place in ready or (live and place == live.whole))
                and self._count(place) == len(part.lines)
            ):
                self._progress(f"{step}; stond er al")
                resumed += 1
                continue
            self._progress(step)
            self._send(place, part, step)
            sent.append(name)
        removed = sorted(set(live.graphs if live else ()) - set(named))
        now = Live(
            version,
            self._name,
            whole.place,
            {graph: (part.digest, len(part.lines)) for graph, part in named.items()},
            since=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        self._progress("overzetten")
        self._switch({part.place: graph for graph, part in changed.items()}, removed, now)
        return Published(now, sent, resumed, removed)

    def _update(self, text: str, tries: int = 4) -> None:
        try:
            self._update_connection.send(
                text.encode(), {"Content-Type": "application/sparql-update", "Accept": "*/*"}, tries=tries
            )
        except QueryError as error:
            raise EndpointError(self._update_connection.address, f"weigert een wijziging: {error}") from error

    def _ask(self, text: str) -> list[list[str]]:
        found = self._store._ask(text, (), ())
        return [[term.value if term else "" for term in row] for row in found.rows] if isinstance(found, Rows) else []

    def _take_turn(self, take_over: bool) -> None:
        """Say that we are publishing, where nobody else says so; two at the same time would take each other's graphs."""
        if take_over:
            self._end_turn()
        other = self._turn()
        if other and time.time() - other[1] < _LEASE:
            raise BusyPublishingError(
                f"Er wordt al gepubliceerd naar {self._store.endpoint}. Wacht tot dat klaar is. Is die publicatie gestopt, dan kan het over {_LEASE // 60} minuten, of meteen met --take-over."
            )
        self._sign_of_life()
        mine = self._turn()
        if not mine or mine[0] != self._name:
            raise BusyPublishingError(
                f"Er begon tegelijk iemand anders te publiceren naar {self._store.endpoint}. Wacht tot dat klaar is."
            )

    def _end_turn(self) -> None:
        self._update(f"DELETE WHERE {{ GRAPH {iri(WORK)} {{ {iri(WORK)} {iri(TERM + 'turn')} ?t }} }}", tries=1)

    def _turn(self) -> tuple[str, float] | None:
        rows = self._ask(f"SELECT ?t WHERE {{ GRAPH {iri(WORK)} {{ {iri(WORK)} {iri(TERM + 'turn')} ?t }} }}")
        turns = [(name, float(when)) for [[name, when]] in [[row[0].split()] for row in rows]]
        return max(turns, key=lambda turn: turn[1]) if turns else None

    def _sign_of_life(self) -> None:
        turn = f"{iri(WORK)} {iri(TERM + 'turn')}"
        self._update(
            f"DELETE {{ GRAPH {iri(WORK)} {{ {turn} ?t }} }} WHERE {{ GRAPH {iri(WORK)} {{ {turn} ?t }} }} ;\n"
            f"INSERT DATA {{ GRAPH {iri(WORK)} {{ {turn} {literal(f'{self._name} {time.time():.0f}')} }} }}"
        )

    def _there(self) -> set[str]:
        """Give the graphs that publications made beside the named ones."""
        found = self._ask("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
        return {graph for [graph] in found if graph.startswith((ALL, STAGING))}

    def _ready(self) -> set[str]:
        return {
            graph for [graph] in self._ask(f"SELECT ?g WHERE {{ GRAPH {iri(WORK)} {{ ?g {iri(TERM + 'ready')} ?x }} }}")
        }

    def _count(self, graph: str) -> int:
        [[number]] = self._ask(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {iri(graph)} {{ ?s ?p ?o }} }}")
        return int(number)

    def _send(self, place: str, part: _Part, step: str) -> None:
        for first in range(0, len(part.lines), _LINES):
            if first:
                self._progress(f"{step}; {first} verstuurd")
            # A statement that is sent twice is there once, so each part may be sent again.
            self._graph_connection.send(
                "".join(part.lines[first : first + _LINES]).encode(),
                {"Content-Type": "text/turtle; charset=utf-8", "Accept": "*/*"},
                "POST" if first else "PUT",
                urlencode({"graph": place}),
            )
            self._sign_of_life()
        found = self._count(place)
        if found != len(part.lines):
            raise EndpointError(
                self._graph_connection.address,
                f"heeft {found} van de {len(part.lines)} uitspraken van {step}. Lezers hebben nog de vorige versie; publiceer opnieuw.",
            )
        self._update(f"INSERT DATA {{ GRAPH {iri(WORK)} {{ {iri(place)} {iri(TERM + 'ready')} 1 }} }}")

    def _switch(self, moves: Mapping[str, str], removed: Sequence[str], now: Live) -> None:
        """Replace all graphs by one update. It says first that it has begun, for engines that let others look while it is carried out."""
        turn = self._turn()
        if not turn or turn[0] != self._name:
            raise BusyPublishingError("Iemand anders nam het publiceren over; er is niets overgezet.")
        steps = [
            f"INSERT DATA {{ GRAPH {iri(CONTROL)} {{ {iri(CONTROL)} {iri(TERM + 'switching')} {literal(self._name)} }} }}",
            *(f"MOVE {iri(place)} TO {iri(graph)}" for place, graph in moves.items()),
            *(f"DROP SILENT GRAPH {iri(graph)}" for graph in removed),
            f"DELETE {{ GRAPH {iri(CONTROL)} {{ ?s ?p ?o }} }} WHERE {{ GRAPH {iri(CONTROL)} {{ ?s ?p ?o }} }}",
            f"INSERT DATA {{ GRAPH {iri(CONTROL)} {{ {write_control(now)} }} }}",
            f"DELETE {{ GRAPH {iri(WORK)} {{ ?s ?p ?o }} }} WHERE {{ GRAPH {iri(WORK)} {{ ?s ?p ?o }} }}",
        ]
        try:
            # Once: a second MOVE would empty what the first one filled.
            self._update(" ;\n".join(steps), tries=1)
        except EndpointError as problem:
            try:
                live = self._store._control()
            except DoelengraafError:
                live = None
            # It may have been carried out all the same: only the answer was lost.
            if live is None or live.publication != self._name or live.switching:
                raise EndpointError(
                    self._update_connection.address,
                    "bevestigde de overgang naar de nieuwe versie niet. Publiceer opnieuw: dan blijkt of zij er is, en anders wordt zij voltooid.",
                ) from problem


def _parts(nquads: Path) -> tuple[dict[str, _Part], _Part]:
    """Give each named graph of a build, and all of them as one in which each statement stands once; what is proposed or rejected is left out."""
    lines: dict[str, list[str]] = {}
    for line in nquads.read_text(encoding="utf-8").splitlines():
        match = _LINE.match(line)
        if not match:
            raise NoBuildError(nquads)
        if not match["graph"].endswith(("/proposed", "/rejected")):
            lines.setdefault(match["graph"], []).append(match["triple"] + " .\n")
    named = {graph: _part(found, STAGING, graph) for graph, found in sorted(lines.items())}
    return named, _part({line for found in lines.values() for line in found}, ALL)


def _part(lines: "set[str] | list[str]", folder: str, graph: str = "") -> _Part:
    ordered = sorted(set(lines))
    digest = hashlib.sha256("".join(ordered).encode()).hexdigest()
    # Two graphs with the same lines are two places.
    place = hashlib.sha256(f"{graph} {digest}".encode()).hexdigest() if graph else digest
    return _Part(ordered, digest, folder + place)
