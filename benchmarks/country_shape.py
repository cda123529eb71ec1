"""The shape of a made-up municipality: how many rows each table has and how full each column is.

Counted in the four agendas of this project (2026-11): the mean number of rows, and for each column the mean number of values in a cell,
empty cells included. Of observations the plan for a whole country is taken: 60 indicators with ten years each.
"""

FACTORS = (0.45, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.85)
"""How large an agenda is, beside the mean: agendas differ that much, and these eight have 1 as their mean."""
YEARS = range(2015, 2025)
"""The years an indicator is observed."""
ROWS = {
    "effects": 10,
    "goals": 12,
    "subgoals": 5,
    "challenges": 6,
    "efforts": 124,
    "activities": 28,
    "approaches": 25,
    "priorities": 11,
    "development-assignments": 3,
    "development-assignment-items": 9,
    "framework-rules": 19,
    "principles": 36,
    "protective-factors": 21,
    "trends": 43,
    "values": 3,
    "criteria": 20,
    "expected-documents": 8,
    "monitoring-sources": 9,
    "localities": 3,
    "indicators": 60,
}
"""Rows per table; areas, contributions, links, observations, targets and coverage have rules of their own."""
CONTRIBUTIONS, LINKS, TARGETS = 275, 405, 2
"""Rows per agenda."""
SECTIONS, PASSAGES = 47, 480
"""Per source, of two: the parts of the document, and the places in it that rows cite (several rows cite the same place)."""
AREA = {"description": 1, "topic": 2, "note": 0.8, "altLabel": 0.5}
COLUMNS: dict[str, dict[str, float]] = {
    "wheels": AREA | {"influences": 2},
    "themes": AREA,
    "effects": {"altLabel": 0.16, "description": 0.14, "topic": 1.7, "note": 0.8, "interpreted": 0.44},
    "goals": {
        "altLabel": 0.38,
        "description": 0.1,
        "inArea": 0.62,
        "contributesTo": 0.28,
        "topic": 1.7,
        "note": 0.3,
    },
    "subgoals": {"altLabel": 0.27, "inArea": 1, "contributesTo": 0.3, "topic": 1.5, "note": 0.33},
    "challenges": {"description": 0.17, "inArea": 0.83, "aimsAt": 0.47, "topic": 1.7, "note": 0.83},
    "efforts": {
        "description": 0.34,
        "inArea": 0.36,
        "contributesTo": 0.09,
        "aimsAt": 0.18,
        "regulatedBy": 0.06,
        "topic": 1.7,
        "note": 0.98,
        "interpreted": 0.15,
    },
    "activities": {
        "altLabel": 0.45,
        "description": 0.63,
        "inArea": 0.67,
        "contributesTo": 0.01,
        "partOf": 0.14,
        "aimsAt": 0.08,
        "topic": 1.9,
        "preventionType": 0.13,
        "note": 0.61,
    },
    "approaches": {
        "altLabel": 0.14,
        "description": 0.83,
        "inArea": 0.12,
        "topic": 1.3,
        "governanceRole": 0.06,
        "note": 0.77,
        "interpreted": 0.09,
    },
    "priorities": {
        "description": 0.71,
        "inArea": 0.98,
        "contributesTo": 0.16,
        "aimsAt": 0.48,
        "regulatedBy": 0.08,
        "topic": 2.1,
        "note": 0.98,
    },
    "development-assignments": {"description": 1, "topic": 1.2},
    "development-assignment-items": {"partOf": 1, "topic": 1.1, "note": 1},
    "framework-rules": {"partOf": 1, "topic": 0.66, "note": 1},
    "principles": {
        "description": 0.54,
        "inArea": 0.12,
        "topic": 1.4,
        "note": 0.81,
        "interpreted": 0.3,
    },
    "protective-factors": {"description": 0.07, "inArea": 0.34, "topic": 1.4, "note": 0.74, "interpreted": 0.66},
    "trends": {"description": 0.55, "inArea": 0.57, "topic": 1.6, "note": 0.75, "interpreted": 0.13},
    "values": {"description": 0.58, "note": 0.5},
    "criteria": {"description": 0.27, "inArea": 0.06, "topic": 0.58, "note": 1, "interpreted": 0.23},
    "expected-documents": {"description": 0.46, "inArea": 0.09, "topic": 1.1, "note": 0.57},
    "monitoring-sources": {"altLabel": 0.26, "description": 0.33, "note": 0.54, "interpreted": 0.18},
    "localities": {"note": 0.82},
    "indicators": {
        "description": 0.04,
        "inArea": 0.6,
        "measures": 0.62,
        "population": 0.2,
        "unit": 0.87,
        "direction": 0.3,
        "monitoringSource": 0.08,
        "topic": 1.4,
        "note": 0.56,
        "interpreted": 0.04,
    },
    "contributions": {"inArea": 0.38, "note": 0.66, "interpreted": 0.12},
    "links": {"interpreted": 0.69},
    "observations": {"population": 0.3, "qualifier": 0.1, "note": 0.1, "interpreted": 0.2},
    "targets": {"population": 0.33, "qualifier": 0.67, "note": 0.17, "interpreted": 1},
}
"""Values per cell. ``interpreted`` is no column: it is the share of rows with that basis, which then have a reason; the others are stated."""
LABEL_WORDS = {
    "goals": 8,
    "effects": 7,
    "framework-rules": 7,
    "efforts": 6,
    "priorities": 6,
    "values": 1,
    "localities": 1,
}
"""Words in a name, four where nothing is said; half of that to one and a half times as many."""
ENGLISH = {"efforts": 0.72, "criteria": 0.6, "indicators": 0, "localities": 0, "monitoring-sources": 0}
ENGLISH |= {"development-assignment-items": 0, "framework-rules": 0}
"""The share of rows with an English name, where it is not all."""
UNITS = ("%", "%", "%", "%", "aantal", "score", "aantal per 1.000 inwoners", "rapportcijfer")
ROLES = {
    "takes-part": 441,
    "mentioned": 271,
    "executes": 169,
    "asked": 96,
    "co-wrote": 83,
    "signals": 29,
    "advises": 5,
    "finances": 4,
    "commissioned": 4,
}
VIA = {"efforts": 520, "activities": 275, "approaches": 114, "agenda": 132, "priorities": 20, "aims": 22}
"""What a contribution runs through; the agenda itself, or straight to an aim, besides tables."""
ACTIONS = ("efforts", "activities", "approaches", "priorities")
AIMS = ("goals", "subgoals", "challenges", "effects")
HIGHER = {"goals": ("effects",), "subgoals": ("goals",), "challenges": ("effects",)} | dict.fromkeys(ACTIONS, AIMS)
"""What contributes to what: always to something higher, so that there is no cycle."""
LINK_KINDS: tuple[tuple[int, str, tuple[str, ...], tuple[str, ...]], ...] = (
    (410, "contributesTo", ACTIONS, AIMS),
    (20, "contributesTo", ("subgoals",), ("goals",)),
    (42, "contributesTo", ("goals", "challenges"), ("effects",)),
    (260, "positiveHealth", ("indicators", "goals", "effects", "principles"), ("positive-health-dimension",)),
    (120, "guidedBy", ("agenda",), ("principles", "values")),
    (57, "guidedBy", ("areas",), ("principles", "values")),
    (173, "aimsAt", ("efforts", "activities", "goals", "challenges"), ("target-group",)),
    (115, "regulatedBy", ("agenda", "efforts", "trends", "areas"), ("law",)),
    (107, "influencedBy", ("areas",), ("trends",)),
    (100, "monitoringSource", ("indicators",), ("monitoring-sources",)),
    (83, "measuredBy", ("goals", "subgoals"), ("indicators",)),
    (56, "governanceRole", ("approaches", "efforts"), ("governance-role",)),
)
"""How often, property, tables of the subject and of the object (or the kind of a shared thing)."""
PARTNERS = {"everywhere": 60, "region": 15, "own": 40}
"""Partners: known in the whole country, shared by a region, of one municipality; one agenda works with about 60."""
REGION = 15
"""Municipalities to a region."""
CITED_BY = 5
"""By how many agendas a shared partner is cited at most, as in the tables of this project."""
MAPPINGS = {"aims": 60, "indicators": 38}
"""Rows of the mapping sets per agenda."""
PREDICATES = ("closeMatch", "closeMatch", "relatedMatch", "relatedMatch", "broadMatch", "narrowMatch", "exactMatch")
