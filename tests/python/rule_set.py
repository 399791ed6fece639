"""Prints the endpoint rule set that botocore has for a service."""

import json
import sys

import botocore.session
from clean_environment import remove_settings

remove_settings()
loader = botocore.session.get_session().get_component("data_loader")
print(json.dumps(loader.load_service_model(sys.argv[1], "endpoint-rule-set-1")))
