"""Prints tokens and presigned URLs of botocore as JSON.

Standard input: {"access_key", "secret_key", "session_token", "region"}.
"""

import base64
import json
import sys

from clean_environment import remove_settings

remove_settings()

import botocore.session
from botocore.signers import RequestSigner


def main():
    given = json.load(sys.stdin)
    session = botocore.session.get_session()
    session.set_credentials(given["access_key"], given["secret_key"], given["session_token"])
    region = given["region"]

    def client(service):
        return session.create_client(service, region_name=region)

    rds = client("rds").generate_db_auth_token("db.example.com", 3306, "the app", region)
    dsql = client("dsql")
    user = dsql.generate_db_connect_auth_token("abc.dsql.example.com", region, 900)
    admin = dsql.generate_db_connect_admin_auth_token("abc.dsql.example.com", region, 60)

    # Source: `aws eks get-token` of the AWS CLI.
    signer = RequestSigner(
        client("sts").meta.service_model.service_id,
        region,
        "sts",
        "v4",
        session.get_credentials(),
        session.get_component("event_emitter"),
    )
    identity = {
        "method": "GET",
        "url": f"https://sts.{region}.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15",
        "body": {},
        "headers": {"x-k8s-aws-id": "my-cluster"},
        "context": {},
    }
    url = signer.generate_presigned_url(
        identity, region_name=region, expires_in=60, operation_name=""
    )
    eks = "k8s-aws-v1." + base64.urlsafe_b64encode(url.encode()).decode().rstrip("=")
    json.dump({"rds": rds, "dsql": user, "dsql_admin": admin, "eks": eks}, sys.stdout)


main()
