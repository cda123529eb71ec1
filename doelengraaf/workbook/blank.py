"""An empty workbook for a municipality: what is known of it is filled in already."""

import re
import unicodedata

from doelengraaf.agenda_form import AgendaText
from doelengraaf.tables import SLUG
from doelengraaf.workbook.guard import WorkbookError
from doelengraaf.workbook.layout import Layout
from doelengraaf.workbook.template import Content

__all__ = ["blank_content", "slug_of"]


def slug_of(name: str) -> str:
    """Give a name as it may stand in an address.

    >>> slug_of("Wijk bij Duurstede"), slug_of("’s-Hertogenbosch"), slug_of("Súdwest-Fryslân")
    ('wijk-bij-duurstede', 's-hertogenbosch', 'sudwest-fryslan')
    """
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def blank_content(layout: Layout, municipality: str, slug: str = "") -> Content:
    """Give what an empty workbook starts with.

    Args:
        layout: the sheets, and the municipalities that are known.
        municipality: the name of the municipality.
        slug: of the agenda; that of the municipality when left out.

    Raises:
        WorkbookError: the name or slug cannot be one.
    """
    name = " ".join(municipality.split())
    own = slug_of(name)
    if not own or len(name) > 80:
        raise WorkbookError(
            f"{municipality[:80]!r} is geen naam van een gemeente: geef haar zoals in: doelengraaf workbook new Nieuwland nieuwland.xlsx"
        )
    if slug and not SLUG.fullmatch(slug):
        raise WorkbookError(
            f"{slug!r} kan geen kenmerk zijn: kleine letters, cijfers en koppeltekens, zoals {own}-2030."
        )
    known = next(
        (
            one
            for one in layout.choices.shared.get("municipalities", [])
            if own in (slug_of(one.name), *map(slug_of, one.others), one.id.partition("/")[2])
        ),
        None,
    )
    chosen = slug or own
    fields = {"slug": chosen, "municipality": known.id if known else f"municipality/{own}"}
    agendas = layout.project.data / "agendas"
    if not slug and (agendas / chosen).is_dir():
        # The first agenda of a municipality keeps its bare name; a later one comes after it.
        fields["slug"] = f"{chosen}-nieuw"
        fields["replaces"] = f"agenda/{chosen}"
    rows = {} if known else {"municipalities": [{"id": f"municipality/{own}", "label": name}]}
    return Content(AgendaText(fields), rows=rows, examples=True)
