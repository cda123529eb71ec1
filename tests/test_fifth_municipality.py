"""A fifth municipality, from an empty workbook to every page, without a line of code: Nieuwland joins the four."""

import json
import re
import shutil
from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from nieuwland import TEXT, filled, save
from rdflib import Graph

from doelengraaf.cli import main
from doelengraaf.project import SOURCES_VARIABLE, Project
from web.app import create_app

AIM = "Minder inwoners voelen zich eenzaam"


@pytest.fixture(scope="module")
def five(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The four agendas and Nieuwland, brought in, built and published by the commands of the guide and nothing else."""
    root = tmp_path_factory.mktemp("vijf")
    for name in ("ontology", "shapes", "queries"):
        (root / name).symlink_to(project.root / name)
    shutil.copytree(project.data, root / "data")
    made = Project(root)
    made.build.mkdir()
    # The four are made already, so that only what is new is made here.
    if project.parts.is_dir():
        shutil.copytree(project.parts, made.parts)
    (root / "sources").mkdir()
    (root / "nieuwland.txt").write_text(TEXT, encoding="utf-8")
    book = root / "nieuwland.xlsx"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SOURCES_VARIABLE, str(root / "sources"))

        def call(*words: str) -> str:
            result = CliRunner().invoke(main, ["--project", str(root), *words])
            assert result.exit_code == 0, (words, result.output)
            return result.output

        call("source", "add", str(root / "nieuwland.txt"), "--agenda", "nieuwland", "--name", "nieuwland")
        call("workbook", "new", "Nieuwland", str(book))
        filled_in = filled(made)
        [stored] = (root / "sources").glob("*.txt")
        filled_in["Bronnen"]["C3"].value = stored.name
        save(filled_in, book)
        call("workbook", "check", str(book))
        call("workbook", "import", str(book), "--into-project")
        assert "indicator" in call("match", "nieuwland")
        call("build")
        call("publish")
        yield made


@pytest.fixture(scope="module")
def client(five: Project) -> FlaskClient:
    return create_app(five).test_client()


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html.partition("<main")[2]).split())


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/", "5 gemeentelijke agenda’s"),
        ("/", "Nieuwland Maatschappelijke agenda Nieuwland 2026-2030"),
        ("/", "Van de regels wordt 88% aangehaald"),
        ("/agendas", "Nieuwland Maatschappelijke agenda Nieuwland 2026-2030"),
        ("/agendas", "3 februari 2026, gemeenteraad"),
        ("/vragen/partners-per-doel?gemeente=nieuwland", f"Nieuwland Huisartsen (Nieuwland) {AIM}"),
        ("/vragen/partners-per-doel?gemeente=nieuwland", f"Nieuwland Stichting De Brink {AIM}"),
        ("/vragen/wat-wil-mijn-gemeente?gemeente=nieuwland", AIM),
        ("/doelenboom", "Nieuwland"),
        ("/doelenboom/nieuwland", AIM),
        ("/doelenboom/nieuwland?wat=alles", "Huisartsen (Nieuwland)"),
        ("/raderen", "Nieuwland"),
        ("/raderen/nieuwland", "Samen leven"),
        ("/raderen/nieuwland/samen-leven", AIM),
        ("/vergelijken?onderwerp=eenzaamheid&agenda=nieuwland&agenda=cranendonck", AIM),
        ("/partners?gemeente=nieuwland", "Stichting De Brink"),
        ("/partners/partner-organization/de-brink", "Buurtmaaltijd Oosterdorp"),
        ("/partners/netwerk", "Nieuwland"),
        ("/indicatoren?gemeente=nieuwland", "Aandeel eenzame inwoners"),
        ("/indicatoren/nieuwland/eenzaamheid", "41,5"),
        ("/dekking", "Maatschappelijke agenda Nieuwland 2026-2030"),
        ("/lezen/nieuwland/agenda", "Doel: Minder inwoners voelen zich eenzaam"),
        ("/zoeken?q=buurtmaaltijd", "Buurtmaaltijd Oosterdorp"),
        ("/id/agenda/nieuwland", "Maatschappelijke agenda Nieuwland 2026-2030"),
        ("/id/nieuwland/goal/minder-eenzaam", "Samen leven, regel 4"),
        ("/id/municipality/nieuwland", "Nieuwland"),
        ("/controle", "nieuwland"),
        ("/kwaliteit", "Nieuwland"),
        ("/downloads", "nieuwland"),
        ("/over", "Nieuwland"),
        ("/werkboek", "Agenda toevoegen"),
    ],
)
def test_every_page_knows_the_fifth(client: FlaskClient, address: str, words: str) -> None:
    answer = client.get(address, follow_redirects=True)
    assert answer.status_code == 200
    found = plain(answer.get_data(as_text=True))
    assert words in found, found[:3000]


def test_pickers_offer_it(client: FlaskClient) -> None:
    for address in ("/", "/vragen/partners-per-doel", "/vergelijken", "/partners", "/indicatoren"):
        html = client.get(address).get_data(as_text=True)
        assert re.search(r'(<option|<input)[^>]*value="nieuwland"', html), address


def test_programs_find_it(client: FlaskClient, five: Project) -> None:
    turtle = client.get("/doc/agenda/nieuwland.ttl")
    assert turtle.status_code == 200
    names = {str(one) for one in Graph().parse(data=turtle.data, format="turtle").objects()}
    assert "Maatschappelijke agenda Nieuwland 2026-2030" in names
    listed = client.get("/api/v1/agendas").get_data(as_text=True)
    assert "agenda/nieuwland" in listed
    assert len(re.findall(r'"https://w3id\.org/doelengraaf/id/agenda/[a-z-]+"', listed)) >= 5
    query = "SELECT ?l { ?g <https://w3id.org/doelengraaf/def#agenda> <https://w3id.org/doelengraaf/id/agenda/nieuwland> ; a <https://w3id.org/doelengraaf/def#Goal> ; <https://schema.org/name> ?l }"
    answer = client.get("/sparql", query_string={"query": query}, headers={"Accept": "application/sparql-results+json"})
    rows = json.loads(answer.data)["results"]["bindings"]
    assert [row["l"]["value"] for row in rows] == [AIM]
    [folder] = [path for path in five.published.iterdir() if path.is_dir() and not path.is_symlink()]
    assert [path.name for path in folder.rglob("*nieuwland*")], sorted(path.name for path in folder.iterdir())
    assert "nieuwland" in client.get("/catalog.ttl", follow_redirects=True).get_data(as_text=True)
