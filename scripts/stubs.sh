#!/usr/bin/env bash
# Writes the Python code of proto/allotment/v1/*.proto below the folder $1.
#
# The generators come from requirements.lock, like everything else. Their versions
# are asserted, because newer ones write code that refuses to load beside
# ortools 9.15 (which holds protobuf at 6.33).
set -euo pipefail
cd "$(dirname "$0")/.."
shopt -s nullglob

out=$1
PATH="$PWD/.venv/bin:$PATH"

python - <<'PY'
import sys
from importlib.metadata import version

wanted = {"grpcio-tools": "1.78.0", "mypy-protobuf": "5.1.0"}
found = {name: version(name) for name in wanted}
if found != wanted:
    sys.exit(f"Stubs need {wanted}, but .venv has {found}.\nMaybe run `make lock`.")
PY

protos=(proto/allotment/v1/*.proto)
services=(proto/allotment/v1/*_service.proto)

# Stubs of protos that are gone must go too.
rm -f "$out"/allotment/v1/*_pb2.py "$out"/allotment/v1/*_pb2.pyi \
    "$out"/allotment/v1/*_pb2_grpc.py "$out"/allotment/v1/*_pb2_grpc.pyi

# Only the services get the gRPC plug-ins: for other files they write empty modules.
if [ ${#protos[@]} -gt 0 ]; then
    python -m grpc_tools.protoc -Iproto \
        --python_out="$out" --mypy_out="quiet:$out" "${protos[@]}"
fi
if [ ${#services[@]} -gt 0 ]; then
    python -m grpc_tools.protoc -Iproto \
        --grpc_python_out="$out" --mypy_grpc_out="quiet:$out" "${services[@]}"
fi
