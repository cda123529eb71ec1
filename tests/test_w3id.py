"""The lasting addresses: the rules for w3id.org, run on every kind of IRI there is, and a second server that changes none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from rdflib import Graph

from doelengraaf.pipeline import Report
from doelengraaf.project import Project
from doelengraaf.terms import BASE, DG
from web.app import create_app
from web.settings import BASE_URL_VARIABLE

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "w3id"
SERVER = "https://doelengraaf.example.nl"


@dataclass(frozen=True)
class Rule:
    """A RewriteRule: pattern, substitution and flags."""

    pattern: re.Pattern[str]
    to: str
    flags: dict[str, str]


def read_rules(text: str) -> list[Rule]:
    """Read the rules; any directive this reader does not know is an error, so the test cannot pass over it."""
    rules, engine = [], False
    for written in text.splitlines():
        words = written.split()
        if not words or words[0].startswith("#"):
            continue
        if words == ["Options", "+FollowSymLinks"]:
            continue
        if [word.lower() for word in words] == ["rewriteengine", "on"]:
            engine = True
            continue
        assert words[0] == "RewriteRule", written
        assert engine, "RewriteEngine on comes first"
        assert len(words) == 4, written
        flags = dict(one.partition("=")[::2] for one in words[3].strip("[]").split(","))
        assert set(flags) <= {"R", "L", "E"}, written
        rules.append(Rule(re.compile(words[1]), words[2], flags))
    return rules


def follow(rules: list[Rule], path: str) -> tuple[int, str] | None:
    """Do what Apache does in the folder ``doelengraaf/``: (status, address), or None when no rule redirects."""
    variables: dict[str, str] = {}
    for rule in rules:
        match = rule.pattern.search(path)
        if not match:
            continue
        if "E" in rule.flags:
            name, _, value = rule.flags["E"].partition(":")
            variables[name] = value
        if rule.to == "-":
            continue
        address = re.sub(r"%\{ENV:(\w+)\}", lambda found: variables[found[1]], rule.to)
        address = re.sub(r"\$(\d)", lambda found, match=match: match[int(found[1])] or "", address)
        assert "L" in rule.flags, rule
        return int(rule.flags["R"]), address
    return None


@pytest.fixture(scope="module")
def rules() -> list[Rule]:
    return read_rules((FOLDER / ".htaccess").read_text(encoding="utf-8"))


def addresses(project: Project) -> Iterator[str]:
    """Give one IRI of each kind that is in the data."""
    seen: dict[str, str] = {}
    for iri in re.findall(rf"<({re.escape(BASE)}[^>]*)>", project.nquads.read_text(encoding="utf-8")):
        path = iri.removeprefix(BASE)
        seen.setdefault(re.sub(r"[^/]+$", "", path) or path.partition("#")[0], iri)
    yield from seen.values()


def test_every_iri_of_the_data_leads_to_the_same_path(built: tuple[Project, Report], rules: list[Rule]) -> None:
    found = list(addresses(built[0]))
    assert {one.removeprefix(BASE).partition("/")[0].partition("#")[0] for one in found} >= {"id", "def", "graph"}
    assert len(found) > 100
    for iri in found:
        # What stands behind # is never sent.
        path = iri.removeprefix(BASE).partition("#")[0]
        led = follow(rules, path)
        assert led is not None, iri
        assert led[1] == f"{SERVER}/{path}", iri


@pytest.mark.parametrize(
    ("path", "status", "to"),
    [
        ("", 302, "/"),
        ("id/topic/eenzaamheid", 303, "/id/topic/eenzaamheid"),
        ("id/krimpenerwaard/source-document/mag/part/a--b", 303, "/id/krimpenerwaard/source-document/mag/part/a--b"),
        ("doc/topic/eenzaamheid.ttl", 302, "/doc/topic/eenzaamheid.ttl"),
        ("def", 303, "/def"),
        ("def.ttl", 303, "/def.ttl"),
        ("def/genid/cube-1", 303, "/def/genid/cube-1"),
        ("graph/cranendonck/stated", 303, "/graph/cranendonck/stated"),
        ("dump/latest/doelengraaf.nq.gz", 302, "/dump/latest/doelengraaf.nq.gz"),
        ("dump/0.1.0-64c132a00fac/", 302, "/dump/0.1.0-64c132a00fac/"),
        ("catalog", 303, "/catalog"),
        ("catalog.ttl", 303, "/catalog.ttl"),
        ("sparql", 307, "/sparql"),
        ("api/v1/doelen", 307, "/api/v1/doelen"),
        ("context", 302, "/context"),
        ("context.jsonld", 302, "/context.jsonld"),
        (".well-known/void", 302, "/.well-known/void"),
        (".well-known/sparql-examples", 302, "/.well-known/sparql-examples"),
    ],
)
def test_addresses_lead_where_they_should(rules: list[Rule], path: str, status: int, to: str) -> None:
    assert follow(rules, path) == (status, SERVER + to)


@pytest.mark.parametrize("path", ["ident/x", "sparqlx", "definitie", "catalogus", "dumps", "README.md", "id/"])
def test_other_addresses_lead_nowhere(rules: list[Rule], path: str) -> None:
    assert follow(rules, path) is None


def test_the_server_is_named_once() -> None:
    text = (FOLDER / ".htaccess").read_text(encoding="utf-8")
    rules = "\n".join(one for one in text.splitlines() if not one.startswith("#"))
    assert rules.count("://") == 1
    moved = read_rules(text.replace(SERVER, "https://elders.example.org/data"))
    assert follow(moved, "id/topic/eenzaamheid") == (303, "https://elders.example.org/data/id/topic/eenzaamheid")


def test_the_reader_of_rules_is_strict() -> None:
    with pytest.raises(AssertionError):
        read_rules("RewriteEngine on\nRewriteCond %{HTTP_ACCEPT} x\n")
    with pytest.raises(AssertionError):
        read_rules("RewriteRule ^a$ b [R,L]")


def test_a_second_server_changes_no_iri(built: tuple[Project, Report], monkeypatch: pytest.MonkeyPatch) -> None:
    found: dict[str, Graph] = {}
    pages: dict[str, str] = {}
    for base in (SERVER, "https://spiegel.example.org/kopie"):
        monkeypatch.setenv(BASE_URL_VARIABLE, base)
        client = create_app(built[0]).test_client()
        answer = client.get("/vragen/partners-per-doel.ttl?gemeente=cranendonck").get_data(as_text=True)
        pages[base] = answer
        found[base] = Graph().parse(data=client.get("/catalog.ttl").get_data(as_text=True), format="turtle")
    first, second = found.values()
    assert len(set(pages.values())) == 1
    assert {s for s in first.subjects() if str(s).startswith(BASE)} == {
        s for s in second.subjects() if str(s).startswith(BASE)
    }
    # Only addresses of the servers themselves differ, and each names its own.
    for base, graph, other in ((SERVER, first, second), ("https://spiegel.example.org/kopie", second, first)):
        ends = {end for said, _, value in set(graph) - set(other) for end in (said, value)}
        different = ends - set(other.all_nodes())
        assert different
        assert all(str(term).startswith(base + "/") for term in different)


def test_terms_are_named_by_the_same_base() -> None:
    assert DG.startswith(BASE)
    assert BASE == "https://w3id.org/doelengraaf/"
