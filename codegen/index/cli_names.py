#!/usr/bin/env python3
"""Lists the services of botocore: the name in AWS's command line and boto3, a tab, and the `sdkId`.

    cli_names.py > cli_names.txt
"""

import botocore
import botocore.loaders


def main():
    loader = botocore.loaders.create_loader()
    print(f"# botocore {botocore.__version__}")
    for name in sorted(loader.list_available_services("service-2")):
        metadata = loader.load_service_model(name, "service-2")["metadata"]
        print(f"{name}\t{metadata['serviceId']}")


if __name__ == "__main__":
    main()
