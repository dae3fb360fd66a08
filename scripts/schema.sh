#!/usr/bin/env bash
# Writes the JSON Schema of the policy file, by default to docs/policy.schema.json:
# fields from the descriptor of Policy, descriptions from the comments of the protos.
# By default that of the ontology file too, to docs/ontology.schema.json.
set -euo pipefail
cd "$(dirname "$0")/.."

out=${1:-docs/policy.schema.json}
protos=$(mktemp)
trap 'rm -f "$protos" "$protos.json"' EXIT

.venv/bin/python -m grpc_tools.protoc -Iproto --include_imports --include_source_info \
    --descriptor_set_out="$protos" proto/allotment/v1/policy.proto
.venv/bin/python -m server.policy_file <"$protos" >"$protos.json"
mv "$protos.json" "$out"
if [ $# -eq 0 ]; then
    .venv/bin/python -m server.learning.ontology_schema >docs/ontology.schema.json
fi
