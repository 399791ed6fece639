"""Prints the results: a table, JSON, and whether the budget is met."""

import pathlib

FLOOR, OURS, SDK = "floor", "ours", "sdk"
MOST_TIMES_FLOOR = 1.25
LOCK = pathlib.Path(__file__).resolve().parent.parent / "Cargo.lock"

ROWS = [
    ("microseconds", "time", lambda value: f"{value:.1f} µs"),
    ("processor_microseconds", "processor", lambda value: f"{value:.1f} µs"),
    ("user_microseconds", "user", lambda value: f"{value:.1f} µs"),
    ("peak_bytes", "memory", lambda value: f"{value / 1e6:.1f} MB"),
    ("allocations", "allocations", lambda value: f"{value:.1f}"),
    ("allocated_bytes", "allocated", lambda value: f"{value / 1e3:.1f} kB"),
]


def words(at_once):
    return "one at a time" if at_once == 1 else f"{at_once} at once"


def print_table(figures, programs):
    table = [["", *programs]]
    for at_once, by_program in figures.items():
        for name, title, text in ROWS:
            floor = by_program[FLOOR][name]
            cells = [
                text(by_program[program][name])
                + ("" if program == FLOOR else f" ({by_program[program][name] / floor:.2f} x)")
                for program in programs
            ]
            table.append([f"{words(at_once)}: {title}", *cells])
    widths = [max(map(len, column)) for column in zip(*table)]
    for number, (title, *cells) in enumerate(table):
        cells = [cell.rjust(width) for cell, width in zip(cells, widths[1:])]
        print("| " + " | ".join([title.ljust(widths[0]), *cells]) + " |")
        if number == 0:
            print("| --- |" + " ---: |" * len(cells))
    print()


def judge(figures):
    """For each budget: its name, the ratio of ours to the floor, and whether it is met."""
    for at_once, by_program in figures.items():
        for name, what in [("microseconds", "time"), ("user_microseconds", "user CPU")]:
            ratio = by_program[OURS][name] / by_program[FLOOR][name]
            yield f"{words(at_once)}, {what}", ratio, ratio <= MOST_TIMES_FLOOR


def print_verdicts(verdicts):
    for what, ratio, holds in verdicts:
        words = f"{ratio:.3f} x floor, at most {MOST_TIMES_FLOOR}"
        print(f"{'holds' if holds else 'BROKEN':6}  {what}: {words}")


def versions():
    lock = LOCK.read_text()
    for package in ["reqwest", "aws-sdk-apigateway"]:
        yield f"{package} " + lock.split(f'name = "{package}"\nversion = "')[1].split('"')[0]


def as_json(figures, verdicts, arguments, caller):
    return {
        "runs": arguments.runs,
        "calls": arguments.calls,
        "versions": list(versions()),
        "figures": [
            {"at_once": at_once, "program": program, **figure}
            for at_once, by_program in figures.items() for program, figure in by_program.items()
        ],
        "budgets": [
            {"what": what, "times_floor": ratio, "holds": holds} for what, ratio, holds in verdicts
        ],
        "other_work": caller.company(),
    }
