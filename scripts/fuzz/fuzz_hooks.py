"""What schemathesis looks for besides: a statement that is not on the record, in an answer to somebody who may not see it."""

import os

import schemathesis

# Those who may see nothing but the record.
MAY_NOT = {"reader", "nobody"}
UNPOSTED = {"draft", "in-review", "dropped"}


def unposted(value):
    """Returns the numbers of statements that are not on the record, wherever they stand in an answer."""
    if isinstance(value, dict):
        if value.get("state") in UNPOSTED and "number" in value:
            yield value["number"]
        for one in value.values():
            yield from unposted(one)
    elif isinstance(value, list):
        for one in value:
            yield from unposted(one)


@schemathesis.check
def nothing_unposted(ctx, response, case):
    """No answer holds a statement that whoever asked may not see."""
    if os.environ.get("FUZZ_ASKER") not in MAY_NOT:
        return
    try:
        answer = response.json()
    except ValueError:
        return
    found = list(unposted(answer))
    assert not found, f"statements {found} are not on the record"
