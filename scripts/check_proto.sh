#!/usr/bin/env bash
# Lints the protos, checks their format, and compares them with the last release.
set -euo pipefail
cd "$(dirname "$0")/.."
shopt -s nullglob

buf=.venv/bin/buf
protos=(proto/allotment/v1/*.proto)
if [ ${#protos[@]} -eq 0 ]; then
    echo "buf: there is no proto yet"
    exit 0
fi

"$buf" lint
echo "buf lint: clean"
"$buf" format --diff --exit-code
echo "buf format: clean"

release=$(git describe --tags --match 'v[0-9]*' --abbrev=0 2>/dev/null || true)
if [ -z "$release" ]; then
    echo "buf breaking: there is no release tag to compare with"
    exit 0
fi
if [ -z "$(git ls-tree -r --name-only "$release" -- proto | grep '\.proto$' || true)" ]; then
    echo "buf breaking: release $release has no protos to compare with"
    exit 0
fi

# From an unpacked copy, so that it works in a linked worktree too.
old=$(mktemp -d)
trap 'rm -rf "$old"' EXIT
git archive "$release" -- proto buf.yaml | tar -x -C "$old"
"$buf" breaking --against "$old"
echo "buf breaking: compatible with $release"
