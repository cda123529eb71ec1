"""Tell whether a query names the graphs it is asked of (FROM, FROM NAMED), for engines that must be told which graphs otherwise."""

import re

from doelengraaf.binding import tokens

__all__ = ["bare", "names_dataset"]

# A sign after a backslash belongs to a name.
_SIGN = re.compile(r"\\.|[{(]|[})]|(?<![\w:.%\\-])FROM(?![\w:.%\\-])", re.IGNORECASE | re.DOTALL)


def bare(text: str) -> str:
    """Give a query with a blank for each comment, address, text and variable: only words and signs of the language and prefixed names are left.

    >>> bare("PREFIX a: <a#> ASK { ?s a:b 'FROM' } # FROM")
    'PREFIX a:   ASK {   a:b   }  '
    """
    plain, last = "", 0
    for kind, part, offset in tokens(text):
        if kind in ("comment", "iri", "string", "variable"):
            plain += text[last:offset] + " "
            last = offset + len(part)
    return plain + text[last:]


def names_dataset(text: str) -> bool:
    """Tell whether a query has a dataset clause, which stands outside all braces (SPARQL 1.1 grammar, rules 7 to 13).

    >>> names_dataset("SELECT * FROM <http://example.org/g> { ?s ?p ?o }")
    True
    >>> names_dataset("CONSTRUCT { ?s ?p ?o } FROM <http://example.org/g> WHERE { ?s ?p ?o }")
    True
    >>> names_dataset("PREFIX from: <x:> SELECT * { ?s from:from ?from FILTER (?from = 'FROM <x:g>') }")
    False
    """
    depth = 0
    for found in _SIGN.finditer(bare(text)):
        sign = found.group()
        if sign in "{(":
            depth += 1
        elif sign in "})":
            depth -= 1
        elif sign.upper() == "FROM" and depth == 0:
            return True
    return False
