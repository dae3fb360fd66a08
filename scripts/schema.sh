#!/usr/bin/env bash
# Writes the JSON Schema of the policy file, by default to docs/policy.schema.json:
# fields from the descriptor of Policy, descriptions from the comments of the protos.
set -euo pipefail
cd "$(dirname "$0")/.."

out=${1:-docs/policy.schema.json}
protos=$(mktemp)
trap 'rm -f "$protos" "$protos.json"' EXIT

.venv/bin/python -m grpc_tools.protoc -Iproto --include_imports --include_source_info \
    --descriptor_set_out="$protos" proto/allotment/v1/policy.proto
.venv/bin/python -m server.policy_file <"$protos" >"$protos.json"
mv "$protos.json" "$out"
