"""Publication: whole or not at all, the same bytes for the same data, and what changed between versions."""

import csv
import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from doelengraaf.alone import alone
from doelengraaf.pipeline import Report, dataset_version
from doelengraaf.project import PUBLISHED_VARIABLE, Project
from doelengraaf.publish import File, Shelf, Version, making, publish
from doelengraaf.publish.making import PublishError, StaleBuildError
from doelengraaf.publish.parts import NOT_PUBLISHED
from doelengraaf.publish.settings import KEEP_VARIABLE, SettingError
from doelengraaf.publish.shelf import BrokenVersionError

GRAPH = "https://w3id.org/doelengraaf/graph/"
GOAL = "https://w3id.org/doelengraaf/id/cranendonck/goal/gemaakt-doel"
PARTS = ["doelengraaf", "cranendonck", "krimpenerwaard", "vijfheerenlanden", "wijk-bij-duurstede", "shared"]


def line(predicate: str, value: str, graph: str = "cranendonck/stated") -> str:
    return f"<{GOAL}> <{predicate}> {value} <{GRAPH}{graph}> .\n"


NOTE = "http://www.w3.org/2004/02/skos/core#note"
NAME = "https://schema.org/name"
FIRST = [
    line(NOTE, '"oud"@nl'),
    line(NAME, '"Gemaakt doel"@nl', "derived"),
    line(NOTE, '"stil"@nl', "cranendonck/proposed"),
]
SECOND = [
    line(NOTE, '"nieuw"@nl'),
    line(NAME, '"Gemaakt doel"@nl', "derived"),
    line(NOTE, '"extra"@nl', "shared/stated"),
]


def project_with(built: tuple[Project, Report], root: Path, extra: list[str]) -> Project:
    """Make a project over the real tables whose build has some lines more."""
    for name in ("data", "ontology", "shapes", "queries"):
        (root / name).symlink_to(built[0].root / name)
    project = Project(root)
    project.build.mkdir()
    rebuild(built, project, extra)
    return project


def rebuild(built: tuple[Project, Report], project: Project, extra: list[str]) -> None:
    lines = built[0].nquads.read_text(encoding="utf-8").splitlines(keepends=True)
    project.nquads.write_text("".join(sorted([*lines, *extra])), encoding="utf-8")


@pytest.fixture(scope="module")
def two(built: tuple[Project, Report], tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Version, Version]:
    """A project of which two versions are published."""
    project = project_with(built, tmp_path_factory.mktemp("two"), FIRST)
    first = publish(project).version
    rebuild(built, project, SECOND)
    return project, first, publish(project).version


def test_every_part_has_every_form_with_its_checksum(two: tuple[Project, Version, Version]) -> None:
    version = two[1]
    wanted = {f"{part}.{form}" for part in PARTS for form in ("nq", "trig", "ttl", "jsonld")}
    wanted |= {f"{name}.gz" for name in wanted} | {f"{part}.csv.zip" for part in PARTS} | {"SHA256SUMS"}
    assert {file.name for file in version.files} == wanted
    assert {path.name for path in version.folder.iterdir()} == wanted | {"version.json"}
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=version.folder, capture_output=True, check=False
    )
    assert checked.returncode == 0, checked.stdout
    for file in version.files:
        assert (version.folder / file.name).stat().st_size == file.size
        if file.compressed:
            packed = (version.folder / file.name).read_bytes()
            assert gzip.decompress(packed) == (version.folder / file.name.removesuffix(".gz")).read_bytes()
            assert packed[3:8] == b"\0" * 5, "a name or a time in the head of the gzip file"


@pytest.mark.parametrize("part", ["doelengraaf", "cranendonck"])
def test_all_forms_say_the_same(two: tuple[Project, Version, Version], part: str) -> None:
    folder = two[1].folder

    def read(suffix: str, form: ox.RdfFormat) -> set[ox.Quad]:
        return set(ox.parse(path=str(folder / f"{part}.{suffix}"), format=form))

    quads = read("nq", ox.RdfFormat.N_QUADS)
    assert len(quads) == two[1].counts[part] > 1000
    assert read("trig", ox.RdfFormat.TRIG) == quads
    assert read("jsonld", ox.RdfFormat.JSON_LD) == quads
    triples = {quad.triple for quad in quads}
    assert {quad.triple for quad in read("ttl", ox.RdfFormat.TURTLE)} == triples


def test_what_is_proposed_or_rejected_is_in_no_file(two: tuple[Project, Version, Version]) -> None:
    assert "/rejected> .\n" in two[0].nquads.read_text(encoding="utf-8")
    for file in two[1].files:
        if not file.compressed and file.form != "csv.zip":
            text = (two[1].folder / file.name).read_text(encoding="utf-8")
            assert '"stil"' not in text, file.name
            # That such a graph exists is said; what is in it is not.
            between = " .\n" if file.form == "nq" else " {"
            assert file.form == "ttl" or not any(f"{end}>{between}" in text for end in NOT_PUBLISHED), file.name


def test_an_agenda_holds_its_own_graphs_only(two: tuple[Project, Version, Version]) -> None:
    text = (two[1].folder / "cranendonck.nq").read_text(encoding="utf-8")
    graphs = {one.rsplit(" ", 2)[1] for one in text.splitlines()}
    assert graphs == {f"<{GRAPH}cranendonck/stated>", f"<{GRAPH}cranendonck/interpreted>"}


def test_the_same_data_give_the_same_bytes(
    two: tuple[Project, Version, Version], built: tuple[Project, Report], tmp_path: Path
) -> None:
    # In another process, so with another order of every set of strings.
    again = project_with(built, tmp_path, FIRST)
    words = [
        sys.executable,
        "-m",
        "doelengraaf.cli",
        "--project",
        str(again.root),
        "publish",
        "--out",
        str(tmp_path / "out"),
    ]
    subprocess.run(words, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": "1"})
    [folder] = (tmp_path / "out").glob("0*")
    assert (folder / "SHA256SUMS").read_bytes() == (two[1].folder / "SHA256SUMS").read_bytes()


def test_publishing_again_does_nothing_and_says_so(
    two: tuple[Project, Version, Version], run: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    folder = two[2].folder
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    done = run("publish", folder=two[0].root)
    assert done.returncode == 0
    assert "is al gepubliceerd" in done.stderr
    assert "niets gedaan" in done.stderr
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_what_changed_is_told_by_statement_graph_agenda_and_thing(two: tuple[Project, Version, Version]) -> None:
    _, first, second = two
    assert first.changes() is None
    assert (second.previous, first.previous) == (first.version, "")
    changes = second.changes()
    assert changes is not None
    assert (changes["from"], changes["to"]) == (first.version, second.version)
    assert (changes["added"], changes["removed"], changes["changed"]) == (2, 1, 1)
    assert changes["agendas"]["cranendonck"] == {"added": 1, "removed": 1, "changed": 1}
    assert changes["agendas"]["krimpenerwaard"] == {"added": 0, "removed": 0, "changed": 0}
    assert changes["shared"] == {"added": 1, "removed": 0, "changed": 0}
    assert changes["derived"] == {"added": 0, "removed": 0, "changed": 0}
    assert changes["graphs"][GRAPH + "shared/stated"] == {"added": 1, "removed": 0, "changed": 0}
    assert changes["changedStatements"] == [
        {
            "graph": GRAPH + "cranendonck/stated",
            "subject": GOAL,
            "property": NOTE,
            "before": ['"oud"@nl'],
            "after": ['"nieuw"@nl'],
        }
    ]
    assert changes["things"] == {"added": [], "removed": [], "changed": [{"iri": GOAL, "name": "Gemaakt doel"}]}
    assert (second.folder / "added.nq").read_text(encoding="utf-8") == "".join([SECOND[0], SECOND[2]])
    assert (second.folder / "removed.nq").read_text(encoding="utf-8") == FIRST[0]


def test_the_changes_lead_from_one_version_to_the_next(two: tuple[Project, Version, Version]) -> None:
    _, first, second = two

    def lines(folder: Path, name: str) -> set[str]:
        return set((folder / name).read_text(encoding="utf-8").splitlines())

    after = lines(first.folder, "doelengraaf.nq") - lines(second.folder, "removed.nq") | lines(
        second.folder, "added.nq"
    )
    assert after == lines(second.folder, "doelengraaf.nq")


@pytest.mark.parametrize("part", ["doelengraaf", "cranendonck", "shared"])
def test_the_tables_are_a_valid_data_package(two: tuple[Project, Version, Version], part: str, tmp_path: Path) -> None:
    path = two[2].folder / f"{part}.csv.zip"
    checked = subprocess.run(
        [Path(sys.executable).parent / "frictionless", "validate", path, "--json"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        timeout=120,
    )
    assert checked.returncode == 0, checked.stdout[-2000:]
    assert json.loads(checked.stdout)["valid"]
    with zipfile.ZipFile(path) as archive:
        package = json.loads(archive.read("datapackage.json"))
        assert {one["path"] for one in package["resources"]} == set(archive.namelist()) - {"datapackage.json"}
    assert package["version"] == two[2].version
    assert [one["name"] for one in package["licenses"]] == ["CC0-1.0"]


def test_tables_say_in_dutch_what_stands_in_them(two: tuple[Project, Version, Version]) -> None:
    with zipfile.ZipFile(two[2].folder / "krimpenerwaard.csv.zip") as archive:
        package = json.loads(archive.read("datapackage.json"))
        resources = {one["path"]: one for one in package["resources"]}
        goals = list(csv.DictReader(io.StringIO(archive.read("agendas/krimpenerwaard/goals.csv").decode())))
    fields = {one["name"]: one for one in resources["agendas/krimpenerwaard/indicators.csv"]["schema"]["fields"]}
    assert fields["direction"]["title"] == "gewenste richting"
    assert fields["direction"]["rdfType"] == "https://w3id.org/doelengraaf/def#direction"
    values = {
        one["name"]: one["type"] for one in resources["agendas/krimpenerwaard/observations.csv"]["schema"]["fields"]
    }
    assert values["value"] == "number"
    assert all(one["title"] for resource in resources.values() for one in resource["schema"]["fields"])
    assert {one["title"] for one in package["sources"]} == {
        "Integraal beleidskader Sociaal Domein Krimpenerwaard 2021-2025",
        "Maatschappelijke Agenda Krimpenerwaard 2021-2025",
    }
    assert len(goals) == 24
    assert "shared/topics.csv" in resources


def test_figures_of_others_name_their_source(two: tuple[Project, Version, Version]) -> None:
    with zipfile.ZipFile(two[2].folder / "cranendonck.csv.zip") as archive:
        package = json.loads(archive.read("datapackage.json"))
    [figures] = [one for one in package["resources"] if one["path"].endswith("observations.csv")]
    assert {one["title"] for one in figures["sources"]} == {"GGD Brabant-Zuidoost Gezondheidsmonitors", "vtv2018.nl"}
    assert "houden de voorwaarden van hun bron" in package["description"]


def test_rows_that_are_set_aside_are_in_no_table(small: Project, tmp_path: Path) -> None:
    from doelengraaf.building.tables import read_project
    from doelengraaf.publish.package import make_package

    path = small.data / "agendas" / "cranendonck" / "goals.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    head = lines[0].split(",")
    row = dict(zip(head, next(csv.reader([lines[1]])), strict=True))
    row |= {"id": "goal/opzij-gezet", "basis": "rejected", "reason": "past niet"}
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, head, lineterminator="\n").writerow(row)
    data = make_package(read_project(small), "cranendonck", {}, "1", "2026-01-01")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        text = archive.read("agendas/cranendonck/goals.csv").decode()
    assert "goal/" in text
    assert "opzij-gezet" not in text


def test_a_version_that_fails_halfway_leaves_nothing(
    built: tuple[Project, Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = project_with(built, tmp_path, FIRST)
    shelf = Shelf(project.published)

    def full(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "make_package", full)
    with pytest.raises(PublishError, match="de schijf is vol"):
        publish(project)
    assert shelf.versions() == []
    assert [path.name for path in shelf.folder.iterdir()] == [".lock"]


def test_what_a_killed_process_left_is_never_shown_and_goes(two: tuple[Project, Version, Version]) -> None:
    left = two[0].published / ".new-half"
    left.mkdir()
    (left / "version.json").write_text((two[1].folder / "version.json").read_text(encoding="utf-8"), encoding="utf-8")
    assert len(Shelf(two[0].published).versions()) == 2
    publish(two[0])
    assert not left.exists()


def test_two_do_not_publish_at_once(two: tuple[Project, Version, Version]) -> None:
    with alone(two[0].published), pytest.raises(PublishError, match="al gepubliceerd"):
        publish(two[0])


def empty_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let versions hold nothing, for tests about what is done with versions."""

    def write(*given: object) -> list[File]:
        folder = next(one for one in reversed(given) if isinstance(one, Path))
        return [making._write(folder, "doelengraaf.nq", b"", "application/n-quads")]

    monkeypatch.setattr(making, "_write_parts", write)


def test_a_damaged_version_is_told_and_not_called_published(
    built: tuple[Project, Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty_versions(monkeypatch)
    project = project_with(built, tmp_path, FIRST)
    version = publish(project).version
    (version.folder / "doelengraaf.nq").write_bytes(b"anders")
    with pytest.raises(PublishError, match=r"beschadigd \(doelengraaf\.nq\)"):
        publish(project)
    (version.folder / "version.json").write_text("{}", encoding="utf-8")
    with pytest.raises(BrokenVersionError, match="niet te lezen"):
        publish(project)
    # The others are still given.
    assert Shelf(project.published).versions() == []


def test_old_versions_go_when_there_are_more_than_are_kept(
    built: tuple[Project, Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty_versions(monkeypatch)
    monkeypatch.setenv(KEEP_VARIABLE, "2")
    project = project_with(built, tmp_path, [])
    made = []
    for number in range(4):
        rebuild(built, project, [line(NOTE, f'"{number}"@nl')])
        made.append(publish(project))
    assert [one.version.version for one in made[2:]] == [
        one.version for one in reversed(Shelf(project.published).versions())
    ]
    assert list(made[3].removed) == [made[1].version.version]
    assert len([path for path in project.published.iterdir() if path.is_dir()]) == 2


@pytest.mark.parametrize("written", ["0", "-1", "veel", "1.5", "٣"])
def test_how_many_are_kept_is_a_number(
    two: tuple[Project, Version, Version], written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEEP_VARIABLE, written)
    with pytest.raises(SettingError, match=KEEP_VARIABLE):
        publish(two[0])


def test_a_build_older_than_its_tables_is_not_published(small: Project) -> None:
    small.build.mkdir()
    small.nquads.write_text("", encoding="utf-8")
    os.utime(small.nquads, (0, 0))
    with pytest.raises(StaleBuildError, match="doelengraaf build"):
        publish(small)


def test_without_a_build_the_command_says_what_to_do(
    small: Project, run: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    done = run("publish", folder=small.root)
    assert done.returncode == 3
    assert "doelengraaf build" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_written_is_told(two: tuple[Project, Version, Version], tmp_path: Path) -> None:
    file = tmp_path / "bestand"
    file.write_text("", encoding="utf-8")
    with pytest.raises(PublishError, match="--out"):
        publish(two[0], file / "map")


def test_the_folder_is_a_setting(
    two: tuple[Project, Version, Version], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PUBLISHED_VARIABLE, str(tmp_path))
    assert two[0].published == tmp_path


def test_the_version_is_that_of_the_build(two: tuple[Project, Version, Version]) -> None:
    assert two[2].version == dataset_version(two[0].nquads)
    digest = hashlib.sha256(two[0].nquads.read_bytes()).hexdigest()
    assert two[2].address.endswith("-" + digest[:12])
