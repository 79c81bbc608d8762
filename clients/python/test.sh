#!/bin/sh
# Runs the Python client against the real server. Needs protoc (protobuf-compiler), python3-protobuf and a built wijkserver:
# WIJKSERVER names it, default .build/release/wijkserver of this repository.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
generated=$(mktemp -d)
trap 'rm -rf "$generated"' EXIT INT TERM
protoc --proto_path="$here/../../docs" --python_out="$generated" sync.proto
WIJKSERVER=${WIJKSERVER:-$here/../../.build/release/wijkserver} PYTHONPATH="$generated:$here" PYTHONDONTWRITEBYTECODE=1 \
    /usr/bin/python3 "$here/test_client.py" "$@"
