"""Time the asking of questions beforehand, and the answers that readers get of it: each from its file, never from memory."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from doelengraaf.opening import open_questions
from doelengraaf.prepared import PreparedAnswers, narrowing
from doelengraaf.preparing import prepare_answers
from doelengraaf.project import Project
from doelengraaf.questions import Questions
from web.warming import leave_alone_what_is_there

TIMES = 4


def measure_prepared(folder: Path, say: Callable[[str], None]) -> dict[str, Any]:
    """Prepare all answers of a build, and give the seconds of that, its size, and of each answer without a choice, for the first municipality and for the first topic."""
    project = Project(folder)
    start = time.perf_counter()
    made = prepare_answers(project, say)
    seconds = time.perf_counter() - start
    found: dict[str, Any] = {}
    opened = open_questions(project)
    # As the server does that these readers ask.
    leave_alone_what_is_there()
    kept = PreparedAnswers(project.answers, opened.version).folder
    for question in opened.all():
        forms: dict[str, dict[str, list[str]]] = {"all": {}}
        for own in narrowing(question):
            forms[own.name] = {own.name: [opened.choices(question, own.name)[0].value]}
        for form, typed in forms.items():
            if any(kept.glob(f"{question.name}.*.zip")):
                found[f"{question.name} {form}"] = _times(opened, question.name, typed)
    size = sum(path.stat().st_size for path in kept.rglob("*")) / 1e6
    return {"seconds": seconds, "asked": len(made), "rows": sum(made.values()), "disk": size, "answers": found}


def _times(opened: Questions, name: str, typed: dict[str, list[str]]) -> dict[str, float]:
    """Give the seconds of an answer as the library gives it, with its pickers known and nothing kept of answers."""
    seconds, total = [], 0
    for _ in range(TIMES):
        fresh = Questions(opened.folder, opened.store, opened.version, opened.prepared)
        fresh.__dict__.update(_choices=opened._choices, _read=opened._read)
        start = time.perf_counter()
        total = fresh.ask(name, typed).total
        seconds.append(time.perf_counter() - start)
    return {"cold": seconds[0], "warm": statistics.median(seconds[1:]), "rows": total}
