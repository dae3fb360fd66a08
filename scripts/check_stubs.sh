#!/usr/bin/env bash
# Fails if the committed stubs are not what the protos give.
set -euo pipefail
cd "$(dirname "$0")/.."

fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
scripts/stubs.sh "$fresh"
mkdir -p "$fresh/allotment/v1"

if ! diff -ru --exclude='*.proto' --exclude=py.typed --exclude=__pycache__ \
    "$fresh/allotment/v1" proto/allotment/v1; then
    echo "The stubs in proto/allotment/v1 are out of step with the protos." >&2
    echo "Maybe run \`make stubs\` and commit the result." >&2
    exit 1
fi
echo "stubs: in step with the protos"
