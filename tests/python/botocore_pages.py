"""Answers cases of pages with the requests and results of botocore's paginators.

    botocore_pages.py NAME VERSION PROTOCOL

The arguments are those of `botocore_peer.py run`. Each line of standard input is a case,
and each line of standard output the answer to a case. A case has

    operation, input
    responses   one for each page
    paginator   the operation's paginator, in the format of botocore's own files
    items       the path of the items, if there are items
    page_size   if one is set
    after       the number of pages after which botocore resumes

The answer has the `requests`, the `pages`, each with its `output` and `items`, and the `error`, if the
last request returned one. If botocore can resume after this many pages, `resumed` has the `token` by
the names of the input's members, and the `requests` and `pages` from there. If the script fails,
`failed` has the reason.

botocore resumes after a number of items. It resumes at the start of a page if the previous page has
items.
"""

import json
import sys

import botocore_peer as peer
from botocore.exceptions import PaginationError
from botocore.paginate import Paginator, TokenDecoder
import jmespath


class OfLayers:
    """Calls that use only botocore's serializer and parser. See `botocore_peer.py`."""

    def __init__(self, layers):
        self.service = layers.service
        self.layers = layers

    def call(self, operation, given, script):
        script.requests.append(peer.as_node(self.layers.request(operation, given)))
        return self.layers.parsed(operation, script.next())[2]


class OfClient:
    """Calls with a client."""

    def __init__(self, client, wire):
        self.service = client.meta.service_model
        self.client, self.wire = client, wire

    def call(self, operation, given, script):
        self.wire.request, self.wire.response = None, script.next()
        output = self.client._make_api_call(operation.name, given)
        script.requests.append(peer.as_node(self.wire.request))
        return output


class Script:
    """The responses that are left, and the requests so far."""

    def __init__(self, responses):
        self.responses = list(responses)
        self.requests = []

    def next(self):
        if not self.responses:
            raise ValueError("there are no more responses")
        return self.responses.pop(0)


class Case:
    def __init__(self, caller, case):
        self.caller, self.case = caller, case
        self.operation = caller.service.operation_model(case["operation"])
        self.counts = []

    def pages(self, responses, **config):
        """The iterator, its script, and the pages as nodes."""
        script = Script(responses)

        def method(**given):
            return self.caller.call(self.operation, given, script)

        given = peer.to_python(self.operation.input_shape, self.case["input"])
        if self.case.get("page_size") is not None:
            config["PageSize"] = self.case["page_size"]
        paginator = Paginator(method, self.case["paginator"], self.operation)
        iterator = paginator.paginate(**given, PaginationConfig=config)
        items = self.case.get("items")
        answer = {"pages": [], "error": None}
        self.counts = []
        try:
            for page in iterator:
                self.counts.append(len(iterator.result_keys[0].search(page) or []))
                page.pop("ResponseMetadata", None)
                output = peer.to_node(self.operation.output_shape, page)
                found = jmespath.search(items, output) if items else None
                answer["pages"].append({"output": output, "items": found})
        except PaginationError as error:
            answer["error"] = str(error)
        answer["requests"] = script.requests
        return iterator, answer

    def resumed(self, after):
        """The pages after this many."""
        responses = self.case["responses"]
        first, _ = self.pages(responses, MaxItems=sum(self.counts[:after]))
        if first.resume_token is None:
            return None
        tokens = TokenDecoder().decode(first.resume_token)
        _, answer = self.pages(responses[after:], StartingToken=first.resume_token)
        answer["token"] = peer.to_node(self.operation.input_shape, tokens)
        return answer

    def answer(self):
        _, answer = self.pages(self.case["responses"])
        after, counts = self.case.get("after"), self.counts
        if after and after < len(counts) and counts[after - 1] > 0:
            answer["resumed"] = self.resumed(after)
        return answer


def answer(caller, case):
    try:
        return Case(caller, case).answer()
    except Exception as error:
        return {"failed": f"{type(error).__name__}: {error}"}


def main():
    name, version, wanted = sys.argv[1:]
    wanted = json.loads(wanted)
    session = peer.session_of_its_own()
    if wanted["protocol"] == "rest-json":
        caller = OfClient(*peer.client_of(session, name, version))
    else:
        caller = OfLayers(peer.layers_of(session, name, version, wanted))
    for line in sys.stdin:
        print(json.dumps(answer(caller, json.loads(line))))


if __name__ == "__main__":
    main()
