"""From empty workbook to published graph, and from agenda to workbook and back."""

import csv
import json
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from nieuwland import TEXT, as_bytes, empty, filled, put, save

from doelengraaf.agenda_form import format_agenda
from doelengraaf.cli import main
from doelengraaf.pipeline import dataset_version
from doelengraaf.project import SOURCES_VARIABLE, Project
from doelengraaf.questions import Questions
from doelengraaf.store import open_store
from doelengraaf.workbook.draft import read_draft
from doelengraaf.workbook.folder import agenda_content, agenda_files
from doelengraaf.workbook.layout import Layout
from doelengraaf.workbook.read import read_book
from doelengraaf.workbook.template import write_workbook

AGENDAS = ("cranendonck", "krimpenerwaard", "vijfheerenlanden", "wijk-bij-duurstede")


@pytest.fixture(scope="module")
def layout(project: Project) -> Layout:
    return Layout(project)


@pytest.fixture(scope="module")
def exported(project: Project, layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All agendas as workbooks, and each as LibreOffice saves it again, as .xlsx and as .ods."""
    folder = tmp_path_factory.mktemp("werkboeken")
    for agenda in AGENDAS:
        (folder / f"{agenda}.xlsx").write_bytes(write_workbook(layout, agenda_content(project, layout, agenda)))
    return folder


@pytest.fixture(scope="module")
def saved_again(exported: Path) -> Path:
    program = shutil.which("soffice")
    if not program:
        pytest.skip("geen LibreOffice")
    for form in ("xlsx", "ods"):
        subprocess.run(
            [
                program,
                "--headless",
                f"-env:UserInstallation={(exported / 'profiel').as_uri()}",
                "--convert-to",
                form,
                "--outdir",
                str(exported / form),
                *(str(exported / f"{agenda}.xlsx") for agenda in AGENDAS),
            ],
            check=True,
            capture_output=True,
            timeout=240,
        )
    return exported


def files_of(path: Path, layout: Layout) -> dict[str, bytes]:
    draft = read_draft(read_book(path.read_bytes(), path.name), layout)
    assert [finding.text() for finding in draft.findings] == []
    return agenda_files(draft, layout)


@pytest.mark.parametrize("agenda", AGENDAS)
def test_export_and_import_give_the_same_bytes(agenda: str, exported: Path, layout: Layout, project: Project) -> None:
    folder = project.data / "agendas" / agenda
    assert files_of(exported / f"{agenda}.xlsx", layout) == {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("form", ["xlsx", "ods"])
@pytest.mark.parametrize("agenda", AGENDAS)
def test_so_after_libreoffice_saved_it(
    agenda: str, form: str, saved_again: Path, layout: Layout, project: Project
) -> None:
    folder = project.data / "agendas" / agenda
    found = files_of(saved_again / form / f"{agenda}.{form}", layout)
    assert found == {path.name: path.read_bytes() for path in folder.iterdir()}


def test_no_sheet_has_a_heading_twice_or_a_name_excel_refuses(layout: Layout) -> None:
    sheets = [plan.name for plan in layout.plans.values()]
    assert len(set(sheets)) == len(sheets)
    for plan in layout.plans.values():
        assert len(plan.name) <= 31
        names = [name for column in plan.columns for name in column.names]
        assert len(set(names)) == len(names), plan.table
        assert all(column.help for column in plan.columns), plan.table


def test_empty_workbook_explains_and_offers_choices(project: Project) -> None:
    book = empty(project)
    words = " ".join(str(cell.value) for row in book["Start"].iter_rows() for cell in row if cell.value)
    assert "letterlijk" in words
    assert "812-815" in words
    page = book["Bijdragen"]
    heads = {cell.value: cell for cell in page[1]}
    assert "bijdraagt" in heads["Partner"].comment.text
    drop_downs = {str(one.sqref).split(":")[0] for one in page.data_validations.dataValidation}
    assert {f"{heads[name].column_letter}2" for name in ("Rol", "Basis", "Partner", "Via", "Aan", "Bron")} <= drop_downs
    assert str(page["A2"].value).startswith("VOORBEELD")
    assert book["Nieuwe gemeenten"]["A3"].value == "municipality/nieuwland"


def test_drop_downs_show_what_is_filled_in(exported: Path, saved_again: Path) -> None:
    """LibreOffice computes the lists by itself; those in the workbook are the same, and have the ids of several sheets."""
    lists = []
    for path in (exported / "krimpenerwaard.xlsx", saved_again / "xlsx" / "krimpenerwaard.xlsx"):
        page = openpyxl.load_workbook(path, data_only=True)["Lijsten"]
        column = next(one for one in page.iter_cols() if one[0].value == "effect, goal, subgoal, challenge")
        lists.append([cell.value for cell in column[19:] if cell.value])
    assert lists[0] == lists[1]
    assert {one.partition("/")[0] for one in lists[0]} == {"effect", "goal", "subgoal"}


def cli(project: Project, *words: str) -> Result:
    return CliRunner().invoke(main, ["--project", str(project.root), *words])


@pytest.fixture
def nieuwland(small: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A small project, with the made-up text among its sources."""
    folder = tmp_path / "teksten"
    folder.mkdir()
    (folder / "nieuwland.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.setenv(SOURCES_VARIABLE, str(folder))
    return small


def test_from_empty_workbook_to_answers(nieuwland: Project, tmp_path: Path) -> None:
    path = tmp_path / "nieuwland.xlsx"
    made = cli(nieuwland, "workbook", "new", "Nieuwland", str(path))
    assert made.exit_code == 0, made.output
    before = path.read_bytes()
    again = cli(nieuwland, "workbook", "new", "Nieuwland", str(path))
    assert again.exit_code == 1
    assert path.read_bytes() == before

    save(filled(nieuwland), path)
    checked = cli(nieuwland, "workbook", "check", str(path), "--format", "json")
    findings = json.loads(checked.stdout)
    assert [one for one in findings if one["severity"] != "may"] == []
    assert checked.exit_code == 0

    put_in = cli(nieuwland, "workbook", "import", str(path), "--into-project")
    assert put_in.exit_code == 0, put_in.output
    folder = nieuwland.data / "agendas" / "nieuwland"
    assert not (folder / "shared").exists()
    assert "partner-organization/de-brink" in (nieuwland.data / "shared" / "partner-organizations.csv").read_text()
    with (folder / "contributions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["role"] for row in rows] == ["executes", "takes-part"]
    assert cli(nieuwland, "format", "--check").exit_code == 0

    built = cli(nieuwland, "build")
    assert built.exit_code == 0, built.output
    questions = Questions(nieuwland.queries, open_store(nieuwland.nquads), dataset_version(nieuwland.nquads))
    answer = questions.ask("partners-per-doel", {"gemeente": ["nieuwland"]})
    names = {row[place].text for row in answer.rows for place, one in enumerate(answer.columns)}
    assert {"Stichting De Brink", "Huisartsen (Nieuwland)", "Minder inwoners voelen zich eenzaam"} <= names

    # Once more: nothing changes, and partners that are shared by now are not added twice.
    twice = cli(nieuwland, "workbook", "import", str(path), "--out", str(folder))
    assert twice.exit_code == 0, twice.output
    assert "niet veranderd" in twice.output


def test_import_beside_the_project_and_take_over(nieuwland: Project, tmp_path: Path) -> None:
    path, out = save(filled(nieuwland), tmp_path / "nieuwland.xlsx"), tmp_path / "uit"
    shared = nieuwland.data / "shared" / "partner-organizations.csv"
    before = shared.read_bytes()
    assert cli(nieuwland, "workbook", "import", str(path), "--out", str(out)).exit_code == 0
    assert shared.read_bytes() == before
    assert (out / "shared" / "partner-groups.csv").is_file()
    assert 'sha256 = "' in (out / "agenda.toml").read_text()

    # Other content is not replaced unless asked, and what is no table stays.
    (out / "aantekeningen.txt").write_text("van mij")
    book = filled(nieuwland)
    book["Doelen"]["B3"].value = "Minder inwoners voelen zich alleen"
    save(book, path)
    refused = cli(nieuwland, "workbook", "import", str(path), "--out", str(out))
    assert refused.exit_code == 1
    assert "--force" in refused.output
    assert "eenzaam" in (out / "goals.csv").read_text()
    assert cli(nieuwland, "workbook", "import", str(path), "--out", str(out), "--force").exit_code == 0
    assert "alleen" in (out / "goals.csv").read_text()
    assert (out / "aantekeningen.txt").read_text() == "van mij"

    # A conflict changes nothing; without it the rows go where they belong.
    extra = out / "shared" / "partner-groups.csv"
    good = extra.read_text()
    taken = (nieuwland.data / "shared" / "partner-groups.csv").read_text().splitlines()[1].partition(",")[0]
    extra.write_text(good + good.splitlines()[1].replace("partner-group/huisartsen-nieuwland", taken) + "\n")
    conflict = cli(nieuwland, "workbook", "adopt", str(out))
    assert conflict.exit_code == 1
    assert "andere gegevens" in conflict.output
    assert shared.read_bytes() == before
    extra.write_text(good)
    assert cli(nieuwland, "workbook", "adopt", str(out)).exit_code == 0
    ids = [line.partition(",")[0] for line in shared.read_text().splitlines()[1:]]
    assert "partner-organization/de-brink" in ids
    assert ids == sorted(ids)
    assert not (out / "shared").exists()


def test_english_headings_sheets_and_words(nieuwland: Project) -> None:
    book = filled(nieuwland)
    names = {"Doelen": "goals", "Bijdragen": "Contributions", "Thema's": "themes"}
    heads = {
        "Naam": "label",
        "Staat onder": "inArea",
        "Regels": "lines",
        "Bron": "Source",
        "Rol": "role",
        "Paragraaf": "SECTION",
    }
    for sheet, name in names.items():
        for cell in book[sheet][1]:
            cell.value = heads.get(cell.value, cell.value)
        book[sheet].title = name
    book["Contributions"]["D3"].value = "executes"
    layout = Layout(nieuwland)
    files = [
        agenda_files(read_draft(read_book(as_bytes(one), "n.xlsx"), layout), layout)
        for one in (book, filled(nieuwland))
    ]
    assert files[0] == files[1]


def test_new_for_a_municipality_that_has_an_agenda(small: Project, tmp_path: Path) -> None:
    path = tmp_path / "c.xlsx"
    assert cli(small, "workbook", "new", "cranendonck", str(path)).exit_code == 0
    facts = {row[0].value: row[1].value for row in openpyxl.load_workbook(path)["Agenda"].iter_rows()}
    assert facts["kenmerk"] == "cranendonck-nieuw"
    assert facts["vervangt"] == "agenda/cranendonck"
    assert facts["gemeente"] == "municipality/cranendonck"


def test_export_of_an_unknown_agenda(small: Project, tmp_path: Path) -> None:
    found = cli(small, "workbook", "export", "utrecht", str(tmp_path / "u.xlsx"))
    assert found.exit_code == 1
    assert "cranendonck" in found.output
    assert not (tmp_path / "u.xlsx").exists()


def test_put_is_below_the_example(small: Project) -> None:
    book = empty(small)
    put(book, "Doelen", [{"id": "goal/a"}])
    draft = read_draft(read_book(as_bytes(book), "n.xlsx"), Layout(small))
    assert [row.cells for row in draft.tables["goals"].rows] == [{"id": "goal/a"}]
    assert draft.findings == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('label = "A # b"  # c\n# d\nslug = "a"\n', '# d\nslug = "a"\n# c\nlabel = "A # b"\n'),
        (
            'slug = "a"\n[evidence]\nlines = "1"\n# e\n# f\n[[source]]\nlines = 3\nslug = "x"\n# slot\n',
            'slug = "a"\n\n# e\n# f\n[[source]]\nslug = "x"\nlines = 3\n\n[evidence]\nlines = "1"\n# slot\n',
        ),
        # What would be lost stays as it is: an unknown key, and a comment in a table behind a value.
        ('kleur = "rood"\nslug = "a"\n', 'kleur = "rood"\nslug = "a"\n'),
        ('slug = "a"\n[[source]]\nslug = "x" # y\n', 'slug = "a"\n[[source]]\nslug = "x" # y\n'),
        ("slug = \n", "slug = \n"),
    ],
)
def test_agenda_file_in_canonical_form_loses_nothing(before: str, after: str) -> None:
    assert format_agenda(before) == after
    assert format_agenda(after) == after
