"""The results, as text and Markdown tables."""

import crates
import phases


def text(measured):
    parts = [environment(measured), builds(measured), by_hand(measured), changes(measured)]
    if measured["phases"]:
        parts.append(compiler(measured["phases"]))
    parts.append(budgets(measured["budgets"]))
    return "\n\n".join(parts)


def environment(measured):
    it = measured["environment"]
    by_hand = ", ".join(f"{name} {version}" for name, version in it["by hand"].items())
    sdk = "aws-sdk-apigateway"
    lines = [
        f"{it['host']}, {it['processors']} processors",
        f"{it['rustc']}, {it['cargo']}",
        f"model: {it['model']}",
        f"ours: aws-operation {it['aws-operation']}; by hand: {by_hand}",
    ]
    if any(row["crate"] == sdk for row in measured["builds"]):
        lines.append(f"SDK: {sdk} {it[sdk]}")
    return "\n".join(lines)


def builds(measured):
    rows = [
        (
            f"`{row['crate']}`", str(row["operations"]), f"{row['lines']:,}", span(row),
            f"{row['processor']:.2f} s" if "processor" in row else "–",
            f"{row['per_operation'] * 1000:.0f} ms" if "per_operation" in row else "–",
        )
        for row in measured["builds"]
    ]
    head = "crate", "operations", "lines", "clean debug build", "processor time", "per operation"
    return table(head, rows)


def by_hand(measured):
    rows = {row["crate"]: row for row in measured["builds"]}
    ten = len(crates.TEN)
    ours, hand = rows[crates.calls(ten)], rows[crates.BY_HAND]
    return (
        f"The same {ten} operations: {hand['lines']:,} lines written by hand, built in "
        f"{hand['median']:.2f} s; {measured['declared_lines']:,} lines declared (none of them "
        f"written, when generated), built in {ours['median']:.2f} s, "
        f"{ours['median'] / hand['median']:.2f} × as long."
    )


def changes(measured):
    rows = [(f"`cargo {row['verb']}`", span(row)) for row in measured["changes"]]
    return table(("after a change in a program that calls ten of all", "time"), rows)


def compiler(by_crate):
    names = list(by_crate)
    rows = []
    for phase in by_crate[names[0]]:
        cells = []
        for name in names:
            seconds, total = by_crate[name][phase], by_crate[name][phases.TOTAL]
            cells.append(f"{seconds:.2f} s ({seconds / total:.0%})")
        rows.append((phase, *cells))
    return table(("phase of rustc", *(f"`{name}`" for name in names)), rows)


def budgets(budgets):
    return "\n".join(
        f"{'holds' if it['holds'] else 'BROKEN':6}  {it['crate']}: {it['seconds']:.2f} s, "
        f"at most {it['most']} s"
        for it in budgets
    )


def span(row):
    return f"{row['median']:.2f} s ({row['min']:.2f}–{row['max']:.2f})"


def table(head, rows):
    rules = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, rules, *rows])
