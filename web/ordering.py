"""The order of the rows of an answer: as the question gives them, or by a column the reader chose."""

from collections.abc import Sequence
from dataclasses import dataclass

from doelengraaf.answers import Answer, Cell

__all__ = ["AS_GIVEN", "Order", "in_order", "order_of"]


@dataclass(frozen=True)
class Order:
    """What rows are ordered by.

    Args:
        name: the column, or empty for the order of the question.
        down: whether the highest comes first.
    """

    name: str = ""
    down: bool = False


AS_GIVEN = Order()


def order_of(answer: Answer, asked: str) -> Order:
    """Read ``volgorde`` of an address: a column's name, with ``-`` before it for highest first; what is no column changes nothing."""
    name = asked.removeprefix("-")
    known = {column.name for column in answer.columns if not column.hidden}
    return Order(name, asked.startswith("-")) if name in known else AS_GIVEN


def in_order(answer: Answer, order: Order) -> Sequence[Sequence[Cell]]:
    """Give the rows in an order; an empty cell is last whichever way."""
    if not order.name:
        return answer.rows
    place = next(number for number, column in enumerate(answer.columns) if column.name == order.name)

    def key(row: Sequence[Cell]) -> tuple[float, str]:
        cell = row[place]
        return (cell.number if cell.number is not None else 0.0, cell.text.casefold())

    filled = [row for row in answer.rows if row[place].text]
    return [*sorted(filled, key=key, reverse=order.down), *(row for row in answer.rows if not row[place].text)]
