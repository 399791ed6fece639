"""Removes the AWS settings of the machine from the environment of a script."""

import os


def remove_settings():
    """Removes AWS's variables, and the files and the metadata service that AWS libraries read.

    A script must call it before it imports boto3 or creates a session of botocore.
    """
    for name in list(os.environ):
        if name.startswith("AWS_"):
            del os.environ[name]
    os.environ["AWS_CONFIG_FILE"] = os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull
    os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
