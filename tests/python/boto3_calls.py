"""Makes the AWS calls that standard input lists, with boto3, and prints what each returned.

Standard input is one JSON document:

    {"endpoint_url": "http://127.0.0.1:1234", "region": "us-east-1",
     "access_key": "...", "secret_key": "...", "session_token": "..." or null,
     "calls": [{"service": "apigateway", "method": "get_rest_apis", "args": {"limit": 5}}]}

Standard output is a JSON list with one object for each call, in order: `{"ok": result}` without
`ResponseMetadata`, or `{"error": {"code", "message", "status"}}` if the response is an error.
Timestamps are printed as ISO-8601 in UTC, bytes as base64, and event streams as lists of events.
Other errors (a misspelt argument, a refused connection) are a traceback and exit status 1.
"""

import base64
import datetime
import json
import os
import sys

from clean_environment import remove_settings


def plain(value):
    """Converts a value that `json` cannot print."""
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).isoformat()
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    if hasattr(value, "read"):
        return plain(value.read())
    if hasattr(value, "get_initial_response"):
        return list(value)
    raise TypeError(f"boto3 returned a {type(value).__name__}; add it to `plain`")


def main():
    remove_settings()
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "*"

    import boto3
    from botocore.config import Config
    from botocore.exceptions import ClientError

    document = json.load(sys.stdin)
    session = boto3.Session(
        aws_access_key_id=document["access_key"],
        aws_secret_access_key=document["secret_key"],
        aws_session_token=document.get("session_token"),
        region_name=document["region"],
    )
    # Tests expect the result of the first attempt. The endpoint is an IP address, which cannot have a
    # prefix.
    config = Config(
        retries={"mode": "standard", "total_max_attempts": 1}, inject_host_prefix=False
    )
    clients = {}
    results = []
    for call in document["calls"]:
        service = call["service"]
        if service not in clients:
            # By default, botocore presigns requests of S3 with Signature Version 2.
            own = Config(signature_version="s3v4") if service == "s3" else Config()
            clients[service] = session.client(
                service, endpoint_url=document["endpoint_url"], config=config.merge(own)
            )
        try:
            result = getattr(clients[service], call["method"])(**call.get("args", {}))
        except ClientError as error:
            details = error.response.get("Error", {})
            results.append(
                {
                    "error": {
                        "code": details.get("Code"),
                        "message": details.get("Message"),
                        "status": error.response["ResponseMetadata"]["HTTPStatusCode"],
                    }
                }
            )
        else:
            if isinstance(result, dict):
                result.pop("ResponseMetadata", None)
            results.append({"ok": result})
    json.dump(results, sys.stdout, default=plain)


if __name__ == "__main__":
    main()
