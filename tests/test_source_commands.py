"""Freezing a text from a document, seeing which texts are there, and finding lines to cite."""

import hashlib
import json
import tomllib
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document

from doelengraaf.agenda_text import with_source
from doelengraaf.cli import main
from doelengraaf.errors import DoelengraafError
from doelengraaf.extract import MOST_BYTES, UnreadableDocumentError, extract
from doelengraaf.freeze import ExtractLimits, extract_within
from doelengraaf.passages import find_passages, source_texts
from doelengraaf.project import SOURCES_VARIABLE, Project

PAGES = [
    ["Beleidskader Cranendonck 2027", "Wij willen dat ouderen zich min-", "der eenzaam voelen (co\u00f6rdinatie)."],
    [],
    ["Hoofdstuk 2", "Inwoners doen mee."],
]


def pdf(pages: Sequence[Sequence[str]], trailer: bytes = b"") -> bytes:
    """Write a plain PDF with lines of text on pages."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for lines in pages:
        shown = [line.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)") for line in lines]
        body = b"BT /F1 12 Tf 72 720 Td 14 TL " + b" ".join(b"(" + line + b") '" for line in shown) + b" ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(body), body))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>"
            % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            len(objects) + 1,
            table,
            len(objects) + 1,
            trailer,
            len(out),
        )
    )


def word(path: Path) -> Path:
    """Write a Word document with a table between two paragraphs."""
    document = Document()
    document.add_paragraph("Wat wij willen")
    table = document.add_table(rows=2, cols=2)
    for row, texts in zip(table.rows, [("Doel", "Partner"), ("Meer regie", "Stichting\nBinding")], strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("Tot slot")
    document.save(str(path))
    return path


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "teksten"
    monkeypatch.setenv(SOURCES_VARIABLE, str(folder))
    return folder


@pytest.fixture
def call(small: Project) -> Callable[..., Result]:
    return lambda *words: CliRunner().invoke(main, ["--project", str(small.root), "source", *map(str, words)])


def test_the_text_of_a_pdf_is_frozen_page_by_page(texts: Path, call: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "kader 2027.pdf").write_bytes(pdf(PAGES))
    result = call("add", tmp_path / "kader 2027.pdf", "--agenda", "cranendonck")
    assert result.exit_code == 0, result.output
    frozen = (texts / "cranendonck-kader-2027.txt").read_bytes()
    assert frozen.decode() == (
        "Beleidskader Cranendonck 2027\nWij willen dat ouderen zich min-\nder eenzaam voelen (co\u00f6rdinatie).\n"
        "\f\n\fHoofdstuk 2\nInwoners doen mee.\n"
    ), "hyphens at line ends stay, a page starts with a form feed"
    assert "bladzijde 2" in result.stderr, "a page without text is told"
    [block] = tomllib.loads(result.stdout)["source"]
    assert block["sha256"] == hashlib.sha256(frozen).hexdigest()
    assert (block["slug"], block["file"], block["lines"]) == ("kader-2027", "cranendonck-kader-2027.txt", 7)
    assert "pdfminer.six 20" in block["note"]
    assert hashlib.sha256((tmp_path / "kader 2027.pdf").read_bytes()).hexdigest() in block["note"]


def test_word_gives_paragraphs_and_tables_in_order(tmp_path: Path) -> None:
    assert extract_within(word(tmp_path / "a.docx")).text == (
        "Wat wij willen\n\nDoel | Partner\nMeer regie | Stichting Binding\n\nTot slot\n"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_plain_text_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes("Cli\u00ebnten \u2013 \u2018thuis\u2019\r\nen zo".encode(encoding))
    assert extract(tmp_path / "a.txt").text == "Cli\u00ebnten \u2013 \u2018thuis\u2019\nen zo\n"


def bomb(path: Path) -> None:
    word(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed, packed.open("word/media/leeg.bin", "w") as part:
        for _ in range(300):
            part.write(bytes(1_000_000))


def cut(path: Path) -> None:
    word(path)
    path.write_bytes(path.read_bytes()[:4000])


def hollow(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types")


def tracked(path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph("Wij willen ")
    paragraph._p.append(paragraph._p.makeelement(paragraph._p.tag.replace("}p", "}ins"), {}))
    document.save(str(path))


def large(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"%PDF-1.4\n")
        file.truncate(MOST_BYTES * 2)


ENCRYPTED = b"/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (
    b"00" * 32,
    b"11" * 32,
)
BAD: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "protected pdf": ("a.pdf", lambda path: path.write_bytes(pdf(PAGES, ENCRYPTED)), "wachtwoord"),
    "scanned pdf": ("a.pdf", lambda path: path.write_bytes(pdf([[], []])), "scan"),
    "cut pdf": ("a.pdf", lambda path: path.write_bytes(pdf(PAGES)[:600]), "beschadigd"),
    "no pdf at all": ("a.pdf", lambda path: path.write_bytes(b"gewone tekst"), "geen PDF"),
    "cut docx": ("a.docx", cut, "beschadigd"),
    "hollow docx": ("a.docx", hollow, "beschadigd"),
    "old or protected Word": (
        "a.docx",
        lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        "wachtwoord",
    ),
    "zip bomb": ("a.docx", bomb, "200 MB"),
    "tracked changes": ("a.docx", tracked, "bijgehouden wijzigingen"),
    "empty text": ("a.txt", lambda path: path.write_bytes(b" \n\n"), "geen tekst"),
    "empty file": ("a.pdf", lambda path: path.write_bytes(b""), "geen PDF"),
    "pdf named txt": ("a.txt", lambda path: path.write_bytes(pdf(PAGES)), "geen gewone tekst"),
    "binary named txt": ("a.txt", lambda path: path.write_bytes(b"ab\0\x81\x8d"), "geen leesbare tekst"),
    "wrong kind": ("a.odt", lambda path: path.write_bytes(b"x"), ".docx"),
    "100 MB": ("a.pdf", large, "100 MB"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_sentence_and_nothing_is_written(
    texts: Path, call: Callable[..., Result], tmp_path: Path, name: str
) -> None:
    file, make, words = BAD[name]
    make(tmp_path / file)
    result = call("add", tmp_path / file, "--agenda", "cranendonck", "--write")
    assert result.exit_code == 1
    assert words in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.output
    assert not texts.exists()


def test_reading_stops_at_a_limit(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(PAGES))
    with pytest.raises(UnreadableDocumentError, match="seconden"):
        extract_within(tmp_path / "a.pdf", ExtractLimits(seconds=0.01))
    (tmp_path / "a.txt").write_bytes(b"woord " * 8_000_000)
    with pytest.raises(UnreadableDocumentError, match="geheugen"):
        extract_within(tmp_path / "a.txt", ExtractLimits(memory=150_000_000))


def test_a_text_is_never_overwritten_without_asking(texts: Path, call: Callable[..., Result], tmp_path: Path) -> None:
    first, second = tmp_path / "een.txt", tmp_path / "twee.txt"
    first.write_text("Eerste versie\n", encoding="utf-8")
    second.write_text("Tweede versie\n", encoding="utf-8")
    named = ("--agenda", "cranendonck", "--name", "kader")
    assert call("add", first, *named).exit_code == 0
    again = call("add", first, *named)
    assert again.exit_code == 0
    assert "stond er al, met hetzelfde controlegetal" in again.stderr
    refused = call("add", second, *named)
    assert refused.exit_code == 1
    assert "--replace" in refused.stderr
    assert (texts / "cranendonck-kader.txt").read_text(encoding="utf-8") == "Eerste versie\n"
    assert call("add", second, *named, "--replace").exit_code == 0
    assert (texts / "cranendonck-kader.txt").read_text(encoding="utf-8") == "Tweede versie\n"


def test_replacing_a_cited_source_names_the_rows(texts: Path, call: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "nieuw.txt").write_text("Nieuw\n", encoding="utf-8")
    named = ("add", tmp_path / "nieuw.txt", "--agenda", "cranendonck", "--name", "beleidskader")
    refused = call(*named)
    assert refused.exit_code == 1
    assert "data/agendas/cranendonck/activities.csv:2: activity/" in refused.stderr
    assert not texts.exists(), (
        "agenda.toml names another text, so nothing is written, not even where the text is not there yet"
    )
    assert "data/agendas/cranendonck/activities.csv:2: activity/" in call(*named, "--replace").stderr


def test_write_adds_the_block_and_keeps_the_rest(
    texts: Path, call: Callable[..., Result], tmp_path: Path, small: Project
) -> None:
    toml = small.data / "agendas" / "cranendonck" / "agenda.toml"
    before = toml.read_text(encoding="utf-8")
    (tmp_path / "bijlage.txt").write_text("Een\nTwee\n", encoding="utf-8")
    result = call("add", tmp_path / "bijlage.txt", "--agenda", "cranendonck", "--label", 'De "bijlage"', "--write")
    assert result.exit_code == 0, result.output
    after = toml.read_text(encoding="utf-8")
    assert set(before.splitlines()) <= set(after.splitlines())
    added = tomllib.loads(after)["source"][-1]
    assert (added["slug"], added["label"], added["lines"]) == ("bijlage", 'De "bijlage"', 3)
    assert texts.is_dir()
    assert call("list").exit_code == 0


def test_a_source_that_is_there_is_brought_up_to_date_in_its_place() -> None:
    text = '# kop\n[[source]]\nslug = "a"\nsha256 = "0"\nlines = 1\n# uitleg\n\n[[source]]\nslug = "b"\nsha256 = "1"\n\n[evidence]\nlines = "1"\n'
    assert with_source(text, {"slug": "a", "sha256": "9", "lines": 4}) == text.replace(
        'sha256 = "0"\nlines = 1', 'sha256 = "9"\nlines = 4'
    )
    with pytest.raises(DoelengraafError, match="TOML"):
        with_source('slug = "', {"slug": "a"})


def test_list_tells_which_text_is_another(texts: Path, call: Callable[..., Result]) -> None:
    missing = call("list")
    assert missing.exit_code == 0
    assert "niet aanwezig" in missing.stdout
    texts.mkdir()
    (texts / "cranendonck-beleidskader-sociaal-domein-2019-2022.txt").write_text("anders", encoding="utf-8")
    (texts / "los.txt").write_text("los", encoding="utf-8")
    other = call("list")
    assert other.exit_code == 1
    assert "een andere tekst" in other.stdout
    assert "los.txt\tin geen agenda.toml genoemd" in other.stdout


def test_find_gives_cells_to_paste(texts: Path, call: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "kader.pdf").write_bytes(pdf(PAGES))
    assert call("add", tmp_path / "kader.pdf", "--agenda", "cranendonck", "--write").exit_code == 0
    found = call("find", "eenzaamheid", "--agenda", "cranendonck")
    assert "kader\t\t1-3" in found.stdout.splitlines(), "the word is broken off at a line end and inflected"
    assert "bladzijde 1" in found.stdout
    assert call("find", "minder", "--format", "csv").stdout.splitlines()[1] == "cranendonck,kader,,1-3"
    [one] = json.loads(call("find", "meedoen inwoners", "--format", "json").stdout)
    assert (one["lines"], one["page"]) == ("5-6", 3)
    assert call("find", "zonnepanelen").stdout == ""
    assert call("find", "x", "--agenda", "onzin").exit_code == 1


@pytest.mark.parametrize(
    ("words", "agenda", "source", "lines"),
    [
        # Where a reader of the document finds it.
        ("GGD Hollands Midden", "wijk-bij-duurstede", "mag", {184}),
        ("vroegtijdig schoolverlater", "krimpenerwaard", "ibk", {848, 849}),
        ("project welzijn op recept", "krimpenerwaard", "mag", {1338}),
    ],
)
def test_find_in_the_real_texts(
    project: Project, sources: Path, words: str, agenda: str, source: str, lines: set[int]
) -> None:
    best = find_passages(source_texts(project), words, 3)
    assert any(
        (one.text.agenda, one.text.source) == (agenda, source) and lines <= set(range(one.first, one.last + 1))
        for one in best
    ), [(one.text.agenda, one.cells) for one in best]
    assert all(one.text.section(one.first) for one in best)


@pytest.mark.parametrize("words", ["", "!!!", "de het een", "x" * 5000, "\ud800", "a b c " * 500])
def test_find_takes_any_text(project: Project, sources: Path, words: str) -> None:
    assert len(find_passages(source_texts(project, ["cranendonck"]), words, 5)) <= 5


def test_find_looks_in_a_text_before_there_is_an_agenda(
    texts: Path, call: Callable[..., Result], tmp_path: Path
) -> None:
    """Who fills in a workbook needs the lines first; the cells are those the sheets ask."""
    document = tmp_path / "nieuw.txt"
    document.write_text("Nieuwland\nMinder inwoners voelen zich eenzaam.\n", encoding="utf-8")
    added = call("add", str(document), "--agenda", "nieuwland", "--name", "agenda")
    assert "blad Bronnen: kenmerk agenda, bestand nieuwland-agenda.txt" in " ".join(added.output.split())
    for words in (("--agenda", "nieuwland"), ()):
        found = call("find", "eenzaam", *words, "--format", "csv")
        assert found.exit_code == 0, found.output
        name = "nieuwland,agenda" if words else ",nieuwland-agenda"
        assert f"{name},,1-2" in found.stdout.splitlines()
