"""An agenda whose every text is an attack: no page runs it, and no file for a spreadsheet computes it."""

import csv
import io
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from conftest import _only_cranendonck
from flask.testing import FlaskClient

from doelengraaf.errors import BadDataError
from doelengraaf.pipeline import make_build
from doelengraaf.project import Project
from web.app import create_app

TEXTS = ("label", "prefLabel", "altLabel", "description", "definition", "note", "reason", "section", "asWritten", "abbreviation", "name", "target", "comment")  # fmt: skip
EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(2)><a href=javascript:alert(3)>x</a>{{7*7}}<!--]]>"
MARK = "alert("


class Page(HTMLParser):
    """What of a page would run."""

    def __init__(self) -> None:
        super().__init__()
        self.runs: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what runs, and what could lead to what runs."""
        found = {name: value or "" for name, value in attrs}
        if tag == "script" and "src" not in found and found.get("type") not in ("application/ld+json", "application/json"):  # fmt: skip
            self.runs.append("script")
        if tag == "img" and found.get("src") == "x":
            self.runs.append("img")
        for name, value in found.items():
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.runs.append(f"{tag} {name}")
            if name in ("href", "src", "action", "formaction", "xlink:href"):
                self.links.append(value)
                if re.sub(r"[\s\x00-\x20]", "", value).lower().startswith(("javascript:", "data:", "vbscript:")):
                    self.runs.append(f"{tag} {name}={value}")


def spoil(project: Project) -> int:
    """Put the attack behind every text of every table; gives in how many cells."""
    changed = 0
    for path in [*project.data.glob("agendas/*/*.csv"), *(project.data / "shared").glob("*.csv")]:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            for name in TEXTS:
                if row.get(name) and (name != "section" or "|" not in row["section"]):
                    row[name] = row[name] + " " + EVIL
                    changed += 1
        if rows:
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
    toml = project.data / "agendas" / "cranendonck" / "agenda.toml"
    text = toml.read_text(encoding="utf-8")
    spoilt = re.sub(r'^(label|description|passedBy) = "(.*)"$', lambda one: f'{one[1]} = "{one[2]} {EVIL.replace(chr(34), "")}"', text, flags=re.MULTILINE)  # fmt: skip
    assert spoilt != text
    toml.write_text(spoilt, encoding="utf-8")
    return changed


@pytest.fixture(scope="module")
def client(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder = tmp_path_factory.mktemp("kwaad")
    for name in ("ontology", "shapes", "queries"):
        (folder / name).symlink_to(project.root / name)
    shutil.copytree(project.data / "shared", folder / "data" / "shared")
    for kind in ("organizations", "collaborations", "groups"):
        _only_cranendonck(folder / "data" / "shared" / f"partner-{kind}.csv")
    shutil.copytree(project.data / "agendas" / "cranendonck", folder / "data" / "agendas" / "cranendonck")
    spoilt = Project(folder)
    assert spoil(spoilt) > 500
    try:
        make_build(spoilt)
    except BadDataError as error:
        pytest.fail("\n".join(one.text() for one in error.findings[:20]))
    app = create_app(spoilt)
    yield app.test_client()
    app.extensions["own_queries"].close()


def addresses(client: FlaskClient) -> list[str]:
    """Give every page of the sitemap once per kind, and some of each kind that there are many of."""
    text = client.get("/sitemap-1.xml").text
    paths = [re.sub(r"^https?://[^/]+", "", one) for one in re.findall(r"<loc>([^<]+)</loc>", text)]
    kinds: dict[str, list[str]] = {}
    for path in paths:
        kinds.setdefault("/".join(path.split("/")[:3]) if path.count("/") < 4 else "/".join(path.split("/")[:4]), []).append(path)  # fmt: skip
    found = [path for some in kinds.values() for path in some[:4]]
    for name in ("sociale-kaart", "doelketen", "rollen", "preventie", "positieve-gezondheid", "ontwikkelopdrachten", "regionaal-overleg", "monitor", "dossier"):  # fmt: skip
        found.append(f"/instrumenten/{name}/cranendonck")
    return [*found, "/instrumenten/monitor/cranendonck/raad", "/zoeken?q=alert", "/zoeken?q=eenzaam", "/inbedden/partners-per-doel", "/doelenboom/cranendonck?wat=alles"]  # fmt: skip


def test_no_page_runs_what_an_agenda_says(client: FlaskClient) -> None:
    shown = 0
    paths = addresses(client)
    assert len(paths) > 100
    for path in paths:
        found = client.get(path)
        assert found.status_code in (200, 404), path
        assert found.headers["X-Content-Type-Options"] == "nosniff"
        if found.mimetype != "text/html":
            continue
        reader = Page()
        reader.feed(found.text)
        assert not reader.runs, (path, reader.runs)
        assert "<script>alert" not in found.text, path
        assert MARK not in found.text or "{{7*7}}" in found.text, path
        shown += MARK in found.text
    # The attack was there: on most pages it is seen as text.
    assert shown > len(paths) / 3


def test_pictures_hold_it_as_text(client: FlaskClient) -> None:
    found = client.get("/partners/netwerk").text + client.get("/doelenboom/cranendonck?wat=alles").text
    assert "&lt;script&gt;" in found


@pytest.mark.parametrize("path", ["/vragen/partners-per-doel.csv", "/instrumenten/sociale-kaart/cranendonck.csv", "/instrumenten/monitor/cranendonck.csv"])  # fmt: skip
def test_no_text_in_csv_is_a_formula(client: FlaskClient, path: str) -> None:
    rows = list(csv.reader(io.StringIO(client.get(path).data.decode("utf-8-sig"), newline="")))
    assert len(rows) > 3
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))]
    assert any(MARK in cell for row in rows for cell in row)


@pytest.mark.parametrize("path", ["/vragen/partners-per-doel.xlsx", "/instrumenten/sociale-kaart/cranendonck.xlsx", "/instrumenten/dossier/cranendonck.xlsx?onderwerp=eenzaamheid"])  # fmt: skip
def test_no_cell_of_a_workbook_is_a_formula(client: FlaskClient, path: str) -> None:
    found = client.get(path)
    if found.status_code == 404:
        pytest.skip("deze agenda noemt dit onderwerp niet")
    book = openpyxl.load_workbook(io.BytesIO(found.data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert len(cells) > 20
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", '=HYPERLINK("https://kwaad.example")'])
def test_a_formula_is_refused_where_it_comes_in(small: Project, text: str) -> None:
    path = small.data / "agendas" / "cranendonck" / "goals.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    head = next(csv.reader(lines[:1]))
    row = next(csv.reader(lines[1:2]))
    row[head.index("label")] = text
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(row)
    path.write_text("\n".join([lines[0], out.getvalue().strip(), *lines[2:]]) + "\n", encoding="utf-8")
    with pytest.raises(BadDataError) as caught:
        make_build(small)
    assert [one for one in caught.value.findings if one.column == "label" and "formule" in one.nl]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x"])
def test_an_address_that_runs_is_refused(small: Project, link: str) -> None:
    path = small.data / "shared" / "partner-organizations.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = [name for name in ("seeAlso", "homepage", "exactMatch", "url") if name in rows[0]]
    assert columns
    for row in rows:
        row[columns[0]] = link
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(BadDataError) as caught:
        make_build(small)
    assert [one for one in caught.value.findings if Path(one.file).name == path.name and link[:40] in one.value]
