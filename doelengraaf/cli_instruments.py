"""The command ``doelengraaf instrument``: one command per instrument."""

import click

from doelengraaf.cli_instrument_dossier import dossier
from doelengraaf.cli_instrument_monitor import monitor
from doelengraaf.cli_instrument_overviews import overview_commands
from doelengraaf.cli_instrument_weighing import weighing

__all__ = ["instrument"]


@click.group()
def instrument() -> None:
    """Instrumenten die de agenda's zelf beschrijven: als tekst op het scherm of als bestand."""


instrument.add_command(weighing)
for _command in overview_commands():
    instrument.add_command(_command)
instrument.add_command(monitor)
instrument.add_command(dossier)
