"""Reading an overview in a test: the cell of a line and column by the words on the page, and what stands in it."""

from doelengraaf.instruments.overviews import Cell, Overview, Row, Table


def table_of(overview: Overview, key: str) -> Table:
    return next(table for table in overview.tables if table.key == key)


def row_of(table: Table, name: str) -> Row:
    """Give the only line about something, whose name starts so."""
    found = [row for row in table.rows if row.head.lines()[0].startswith(name)]
    assert len(found) == 1, (name, [row.head.lines() for row in found])
    return found[0]


def cell_of(table: Table, name: str, head: str) -> Cell:
    place = [one["nl"] for one in table.heads].index(head)
    return row_of(table, name).cells[place - 1]


def texts_of(cell: Cell) -> set[str]:
    return {item.link.text for item in cell.items}
