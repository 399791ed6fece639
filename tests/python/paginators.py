"""Prints the paginators of services in botocore.

Standard input is a JSON list of service ids (`["DynamoDB"]`). Standard output is an object with the
paginators of each service by operation, in the format of botocore's own files:

    {"DynamoDB": {"Scan": {"input_token": "ExclusiveStartKey", "output_token": "LastEvaluatedKey",
                           "limit_key": "Limit", "result_key": ["Items", "Count"]}}}
"""

import json
import sys

from botocore.exceptions import DataNotFoundError
from botocore.loaders import Loader


def main():
    wanted = set(json.load(sys.stdin))
    loader, found = Loader(), {}
    for name in loader.list_available_services("service-2"):
        service_id = loader.load_service_model(name, "service-2")["metadata"]["serviceId"]
        if service_id in wanted:
            try:
                pages = loader.load_service_model(name, "paginators-1")["pagination"]
            except DataNotFoundError:
                pages = {}
            found[service_id] = pages
    json.dump(found, sys.stdout)


main()
