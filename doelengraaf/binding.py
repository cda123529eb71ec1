"""Put values into a query: RDF terms at parameter tokens, never text.

A parameter is a variable whose name starts with ``_`` (required) or ``__`` (optional), by the convention of grlc and BASIL. A parameter that has
values becomes a ``VALUES`` line at the start of each group that uses it, so it may have several; one without values stays a variable and
matches anything. With one value that means the same as grlc's replacing of the token.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Token", "bind", "parameters_in", "tokens"]

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
      | (?P<iri><[^<>"{}|^`\\\s]*>)
      | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
      | (?P<variable>[?$][A-Za-z0-9_]+)
      | (?P<open>\{)
      | (?P<close>\})
    """,
    re.VERBOSE | re.DOTALL,
)
_PARAMETER = re.compile(r"\?__?[A-Za-z0-9]+(?:_[A-Za-z0-9]+)*")


class Token(tuple[str, str, int]):
    """(kind, text, offset) of a part of a query that matters here."""

    __slots__ = ()


def tokens(query: str) -> Iterator[Token]:
    """Give the comments, IRIs, strings, variables and braces of a query, in order."""
    for match in _TOKEN.finditer(query):
        yield Token((str(match.lastgroup), match.group(), match.start()))


def parameters_in(query: str) -> list[str]:
    """Give the parameter tokens of a query in order of appearance, each once.

    >>> parameters_in('SELECT * { ?s ?p ?__gemeente_iri . # ?_niet\\n FILTER(?x > ?_min_number) }')
    ['?__gemeente_iri', '?_min_number']
    """
    found = [text for kind, text, _ in tokens(query) if kind == "variable" and _PARAMETER.fullmatch(text)]
    return list(dict.fromkeys(found))


def bind(query: str, values: Mapping[str, Sequence[str]]) -> str:
    """Bind parameters.

    Args:
        query: SPARQL with parameter tokens.
        values: token to RDF terms in N-Triples form, as an RDF library writes them; an empty list leaves the token a variable.

    Returns:
        The query with a VALUES line in every group that uses a bound token.

    >>> bind("SELECT * { ?a ?b ?__x_iri }", {"?__x_iri": ["<a:1>", "<a:2>"]})
    'SELECT * { VALUES ?__x_iri { <a:1> <a:2> } ?a ?b ?__x_iri }'
    """
    groups: list[tuple[int, list[str]]] = []
    inserts: list[tuple[int, str]] = []
    for kind, text, offset in tokens(query):
        if kind == "open":
            groups.append((offset + 1, []))
        elif kind == "close" and groups:
            start, used = groups.pop()
            lines = "".join(f" VALUES {token} {{ {' '.join(values[token])} }}" for token in used)
            if lines:
                inserts.append((start, lines))
        elif kind == "variable" and groups and values.get(text) and text not in groups[-1][1]:
            groups[-1][1].append(text)
    for offset, text in sorted(inserts, reverse=True):
        query = query[:offset] + text + query[offset:]
    return query
