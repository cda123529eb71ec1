"""The part of the report about many readers at once."""

from typing import Any

from report_words import number, table


def load_part(loads: dict[str, dict[str, Any]]) -> list[str]:
    """Give a table per load test."""
    lines = [
        "## Many readers at once",
        "",
        "`benchmarks/load.py`, on loopback, with the settings of a server ([deployment](deployment.md)), and one reader more who asks what the endpoint must stop.",
        "",
    ]
    for name, told in loads.items():
        think = f"{told['think']:g} s between an answer and the next request" if told["think"] else "no time between"
        lines += [f"### {told['readers']} readers, {told['seconds']:.0f} s, {think} (`{name}`)", ""]
        rows = [
            [kind, *(number(one[mark], "s") for mark in ("p50", "p95", "p99", "most")), _statuses(one["statuses"])]
            for kind, one in told["kinds"].items()
        ]
        lines += table(["kind", "p50", "p95", "p99", "longest", "answers by status"], rows)
        own = [one for _, one, _ in told["memory"]]
        all_ = [every for _, _, every in told["memory"]]
        lines += [
            "",
            f"Memory of the server {number(own[0], 'MB')} at the start, {number(own[-1], 'MB')} at the end ({told['flat']:+.1%} from the second to the last quarter), with its workers at most {number(max(all_), 'MB')}."
            f" The server computed {number(told['computed'], 's')}, {number(told['computed each'], 's')} for each request: as much as one core has in {told['computed'] / told['seconds']:.0%} of the time."
            f" Load average at the end {told['load average']:.1f}.",
            "",
        ]
    return lines[:-1] if loads else [*lines, "Not measured: `python benchmarks/load.py`."]


def _statuses(found: dict[str, int]) -> str:
    return (
        ", ".join(
            f"{count} × {status.replace(' later', ' with Retry-After')}" for status, count in sorted(found.items())
        )
        or "none"
    )
