"""Evaluates acceptors of waiters with the reference implementation of JMESPath.

Each line of standard input is a case in JSON: the `path` of an acceptor, its `comparator`, the
`expected` text and the `document`. Each line of standard output is `true` if the acceptor matches, and
`false` if it does not match or its expression fails.
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
