"""Evaluates acceptors of waiters with the reference implementation of JMESPath.

Standard input has cases, one line of JSON each: the `path` of an acceptor, its `comparator`, the
`expected` text and the `document`. Standard output has `true` or `false` for each: whether the
acceptor matches. An expression that fails matches nothing.
"""

import json
import sys

import jmespath
from jmespath.exceptions import JMESPathError


def is_text(value, expected):
    return isinstance(value, str) and value == expected


def matches(comparator, value, expected):
    if comparator == "stringEquals":
        return is_text(value, expected)
    if comparator == "booleanEquals":
        return value is (expected == "true")
    if not isinstance(value, list):
        return False
    found = [is_text(item, expected) for item in value]
    return any(found) if comparator == "anyStringEquals" else bool(found) and all(found)


def main():
    for line in sys.stdin:
        case = json.loads(line)
        try:
            value = jmespath.search(case["path"], case["document"])
        except JMESPathError:
            print("false")
            continue
        print(json.dumps(matches(case["comparator"], value, case["expected"])))


main()
