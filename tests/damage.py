"""Small graphs cut out of good data and damaged at random, the same for the same seed: food for two SHACL engines that have to agree."""

import random
from collections.abc import Iterator, Sequence

import pyoxigraph as ox

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
DEF, ID = "https://w3id.org/doelengraaf/def#", "https://w3id.org/doelengraaf/id/"
TYPES = [
    XSD + name
    for name in ("string", "integer", "decimal", "date", "gYear", "boolean", "double", "dateTime", "anyURI", "int")
]
# Without " 5 ", "1e3", "NaN" and "INF": of these as numbers it is known that pySHACL errs (docs/shacl.md).
LEXICAL = [
    *(
        "",
        " ",
        "a",
        "abc",
        "0",
        "-1",
        "+5",
        "007",
        "1.50",
        "1,5",
        "1e3",
        "NaN",
        "INF",
        "9" * 30,
        " 5 ",
        "2023-02-30",
        "2023-01-31",
    ),
    *(
        "2023-01-31Z",
        "2023/2024",
        "2023",
        "2022-2021",
        "line=5,2",
        "line=0,1",
        "line=99998,99999",
        "line=,",
        "true",
        "x" * 601,
    ),
    *(
        "é" * 599,
        'a "quoted" text',
        "two\nlines",
        "\\d+",
        "tab\there",
        "😀",
        "a" * 64,
        "A" * 64,
        "http://example.org/",
        "https://x",
    ),
]
LANGUAGES = ["nl", "en", "de", "nl-nl", "nl-be", "en-gb", "fr"]
IRIS = [
    ID + "goal/nergens",
    "http://example.org/thing",
    "https://example.org",
    "urn:x:y",
    "mailto:a@example.org",
    ID + "basis/proposed",
]
IRIS += [ID + f"basis/{name}" for name in ("stated", "interpreted", "rejected", "anders")]
Triple = ox.Triple


class Damage:
    """Cuts and damages.

    Args:
        good: the triples of an agenda with what is around it.
        common: the triples every graph keeps, such as the ontology.
    """

    def __init__(self, good: Sequence[Triple], common: Sequence[Triple]) -> None:
        self._about: dict[object, list[Triple]] = {}
        for triple in sorted(good, key=str):
            self._about.setdefault(triple.subject, []).append(triple)
        self._common = list(common)
        self._subjects = list(self._about)
        self._classes = sorted({t.object for t in good if t.predicate == RDF_TYPE}, key=str)
        self._nodes = [*self._classes, *self._subjects, *map(ox.NamedNode, IRIS)]
        self._pairs = sorted({(t.predicate, t.object) for t in good}, key=str)

    def graph(self, seed: int, cuts: int) -> list[Triple]:
        """Give the graph of a seed: some cuts, each with one to twelve damages."""
        rng = random.Random(seed)  # noqa: S311
        found: list[Triple] = []
        for _ in range(cuts):
            triples = self._cut(rng)
            for _ in range(rng.randint(1, 12)):
                self._spoil(triples, rng)
            found += triples
        return list(dict.fromkeys([*found, *self._common]))

    def _cut(self, rng: random.Random) -> list[Triple]:
        """Take some things with what they name, so that some of what those name in turn is missing."""
        chosen = rng.sample(self._subjects, min(len(self._subjects), rng.randint(2, 9)))
        for _ in range(2):
            chosen += [t.object for one in chosen for t in self._about.get(one, []) if rng.random() < 0.7]
        return [triple for one in dict.fromkeys(chosen) for triple in self._about.get(one, [])]

    def _spoil(self, triples: list[Triple], rng: random.Random) -> None:
        if not triples:
            return
        place = rng.randrange(len(triples))
        triple = triples[place]
        way = rng.randrange(8)
        if way == 0:
            del triples[place]
        elif way == 1:
            triples[place] = Triple(triple.subject, triple.predicate, self._object(triple.object, rng))
        elif way == 2:
            # One more than there was: a cardinality, or a language twice.
            triples.append(Triple(triple.subject, triple.predicate, self._object(triple.object, rng)))
        elif way == 3:
            triples.append(Triple(triple.subject, RDF_TYPE, rng.choice(self._classes)))
        elif way == 4:
            typed = [i for i, one in enumerate(triples) if one.predicate == RDF_TYPE]
            if typed:
                place = rng.choice(typed)
                triples[place] = Triple(triples[place].subject, RDF_TYPE, rng.choice(self._classes))
        elif way == 5:
            triples.append(Triple(triple.subject, *rng.choice(self._pairs)))
        elif way == 6:
            triples.extend(self._ring(triples, rng))
        else:
            triples[place] = Triple(rng.choice(self._subjects), triple.predicate, triple.object)

    def _ring(self, triples: list[Triple], rng: random.Random) -> Iterator[Triple]:
        name = rng.choice([DEF + "contributesTo", DEF + "partOf", "http://www.w3.org/2004/02/skos/core#broader"])
        ring = [rng.choice(triples).subject for _ in range(rng.randint(1, 3))]
        for one, other in zip(ring, [*ring[1:], ring[0]], strict=True):
            yield Triple(one, ox.NamedNode(name), other)

    def _object(self, before: object, rng: random.Random) -> ox.NamedNode | ox.Literal:
        way = rng.randrange(7)
        text = before.value if isinstance(before, ox.Literal) and rng.random() < 0.5 else rng.choice(LEXICAL)
        if way == 6 and isinstance(before, ox.Literal) and before.language:
            return ox.Literal(rng.choice(LEXICAL), language=before.language)
        if way == 0:
            return ox.Literal(text, language=rng.choice(LANGUAGES))
        if way == 1:
            return ox.Literal(text)
        if way in (2, 3):
            return ox.Literal(text, datatype=ox.NamedNode(rng.choice(TYPES)))
        return rng.choice(self._nodes)  # type: ignore[return-value]
