"""What readers of a load test ask for: pages, questions, downloads and SPARQL over the agendas of a project."""

from pathlib import Path
from urllib.parse import quote

KINDS = {"page": 40, "question": 35, "download": 10, "sparql": 15}
"""Kind of request and how often it is chosen, of a hundred."""
_PREFIXES = "PREFIX dg: <https://w3id.org/doelengraaf/def#> PREFIX schema: <https://schema.org/> "
HEAVY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f FILTER (?b != ?d && ?d != ?f) }"
"""A query without end: every statement with every other; the endpoint stops it at its limit."""
_SPARQL = (
    "SELECT ?a ?n WHERE { ?a a dg:Agenda ; schema:name ?n }",
    "SELECT ?g ?n WHERE { ?g a dg:Goal ; schema:name ?n } LIMIT 50",
    "SELECT ?p ?n WHERE { ?b a dg:Contribution ; dg:partner ?p . ?p schema:name ?n } LIMIT 100",
    "ASK { ?i a dg:Indicator }",
)
_TOPICS = ("eenzaamheid", "mantelzorg", "armoede", "werk")
_QUESTIONS = (
    "partners-per-doel",
    "wat-wil-mijn-gemeente",
    "doelen-zonder-indicator",
    "witte-vlekken",
    "vaststelling-en-looptijd",
)


def addresses(project: Path) -> dict[str, list[str]]:
    """Give addresses by kind."""
    agendas = sorted(path.parent.name for path in (project / "data" / "agendas").glob("*/agenda.toml"))[:40]
    pages = ["/", "/agendas", "/dekking", "/partners", "/vragen", "/indicatoren", "/kwaliteit"]
    pages += [f"/doc/agenda/{agenda}" for agenda in agendas] + [f"/doelenboom/{agenda}" for agenda in agendas]
    pages += [f"/doc/topic/{topic}" for topic in _TOPICS] + [f"/zoeken?q={topic}" for topic in _TOPICS]
    questions = [f"/vragen/{name}?gemeente={agenda}" for name in _QUESTIONS for agenda in agendas]
    questions += [f"/vragen/partners-per-doel?onderwerp={topic}" for topic in _TOPICS] + ["/vragen/partners-per-doel"]
    downloads = [
        f"/vragen/{name}.{form}?gemeente={agenda}"
        for name in _QUESTIONS[:3]
        for form in ("csv", "xlsx")
        for agenda in agendas
    ]
    sparql = [f"/sparql?query={quote(_PREFIXES + text)}" for text in _SPARQL]
    return {"page": pages, "question": questions, "download": downloads, "sparql": sparql}
