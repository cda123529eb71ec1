"""Where the engine is that answers instead of the embedded one: settings of the environment. The password is read here and shown nowhere."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from doelengraaf.errors import DoelengraafError
from doelengraaf.remote.engine import RemoteStore
from doelengraaf.remote.requests import Account, Connection, check_address

__all__ = ["STORE_VARIABLE", "RemoteSettings", "StoreSettingError"]

STORE_VARIABLE = "DOELENGRAAF_STORE"
_UPDATE, _GRAPHS = STORE_VARIABLE + "_UPDATE", STORE_VARIABLE + "_GRAPHS"
_USER, _PASSWORD, _SECONDS = STORE_VARIABLE + "_USER", STORE_VARIABLE + "_PASSWORD", STORE_VARIABLE + "_SECONDS"
_WRITING_SECONDS = 600
_MOST = 500_000_000


class StoreSettingError(DoelengraafError):
    """A setting of the engine is missing or has a value it cannot have."""

    status = 500


@dataclass(frozen=True)
class RemoteSettings:
    """Where an engine answers.

    Args:
        query: the address of its query endpoint.
        update: the address that takes SPARQL updates; empty when not known.
        graphs: the address of its Graph Store Protocol; empty when not known.
        account: who asks and writes.
        seconds: how long an answer may stay away.
    """

    query: str
    update: str = ""
    graphs: str = ""
    account: Account | None = field(default=None, repr=False)
    seconds: int = 30

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "RemoteSettings | None":
        """Read the settings; None when ``DOELENGRAAF_STORE`` is not set, so that the embedded engine answers.

        Raises:
            StoreSettingError: one of them cannot be.
            EndpointError: an address is none.
        """
        said = {name: value.strip() for name, value in (os.environ if environment is None else environment).items()}
        query = said.get(STORE_VARIABLE, "")
        if not query:
            return None
        update, graphs = said.get(_UPDATE, ""), said.get(_GRAPHS, "")
        # As Oxigraph names its three addresses.
        if query.endswith("/query"):
            update = update or query.removesuffix("query") + "update"
            graphs = graphs or query.removesuffix("query") + "store"
        for address in filter(None, (query, update, graphs)):
            check_address(address)
        user, password = said.get(_USER, ""), said.get(_PASSWORD, "")
        if bool(user) != bool(password):
            raise StoreSettingError(f"Zet {_USER} en {_PASSWORD} allebei, of geen van beide.")
        seconds = said.get(_SECONDS, "") or "30"
        if not (seconds.isascii() and seconds.isdigit() and 0 < int(seconds) <= 3600):
            raise StoreSettingError(f"{_SECONDS} is geen heel getal van 1 tot en met 3600: {seconds[:40]}.")
        return cls(query, update, graphs, Account(user, password) if user else None, int(seconds))

    def open(self, follow: bool = True) -> RemoteStore:
        """Give the engine as a store; for ``follow`` see there. Nothing is asked of it yet."""
        return RemoteStore(self.query, self.seconds, self.account, _MOST, follow)

    def writing(self) -> tuple[Connection, Connection]:
        """Give the connections for updates and for graphs.

        Raises:
            StoreSettingError: their addresses are not set.
        """
        missing = [name for name, value in ((_UPDATE, self.update), (_GRAPHS, self.graphs)) if not value]
        if missing:
            raise StoreSettingError(
                f"Zet {' en '.join(missing)}: zonder die adressen kan er niet gepubliceerd worden. Zie docs/engines.md."
            )
        return (
            Connection(self.update, _WRITING_SECONDS, self.account),
            Connection(self.graphs, _WRITING_SECONDS, self.account),
        )
