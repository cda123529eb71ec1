"""What an application says, as people read it: names for addresses, days and amounts as written in their language."""

from collections.abc import Collection, Mapping, Sequence

from doelengraaf.instruments.application import Application
from doelengraaf.instruments.weighing_form import Field
from doelengraaf.picking import Choice

__all__ = ["answers_of"]


def answers_of(
    application: Application,
    fields: Sequence[Field],
    things: Mapping[str, Sequence[Choice]],
    language: str = "nl",
    paths: Collection[str] | None = None,
) -> list[tuple[str, list[str]]]:
    """Give the fields that have an answer, in order, with the answers.

    Args:
        application: whose.
        fields: of its form.
        things: the names of aims and target groups.
        language: of labels and choices.
        paths: only fields with these properties; all when left out.
    """
    names = {choice.value: choice.label for choices in things.values() for choice in choices}
    found = []
    for one in fields:
        if paths is not None and one.path not in paths:
            continue
        if one.kind == "rows":
            texts = [
                "; ".join(
                    _shown(column, row[column.name], names, language) for column in one.columns if column.name in row
                )
                for row in application.rows.get(one.name, ())
            ]
        else:
            texts = [_shown(one, value, names, language) for value in application.values.get(one.name, ())]
        if texts:
            found.append((one.label.get(language) or one.label["nl"], texts))
    return found


def _shown(one: Field, value: str, names: Mapping[str, str], language: str) -> str:
    if one.kind == "choice":
        return one.shown(value, language)
    if one.kind == "amount":
        whole, _, cents = value.partition(".")
        parted = f"{int(whole):,}"
        return f"€ {parted}.{cents}" if language == "en" else f"€ {parted.replace(',', '.')},{cents}"
    if one.kind == "date" and language == "nl":
        return "-".join(str(int(part)) for part in reversed(value.split("-")))
    return names.get(value, value)
