#!/usr/bin/env bash
# Writes requirements.lock: all dependencies, extras and the dev group, with
# hashes, for every supported Python. Keeps the pins that still fit; pass
# --upgrade to take the newest. Why not uv.lock: docs/adr/0002.
set -euo pipefail
cd "$(dirname "$0")/.."

# Needs only uv: the old lock may be the very thing that is broken.
uv=.venv/bin/uv
if [ ! -x "$uv" ]; then
    "${PYTHON:-python3}" -m venv .venv
    .venv/bin/python -m pip install --quiet --disable-pip-version-check uv
fi

UV_NO_CONFIG=1 "$uv" pip compile pyproject.toml \
    --universal --python-version 3.11 --all-extras --group dev \
    --generate-hashes --no-emit-index-url --no-emit-find-links \
    --custom-compile-command "make lock" \
    --quiet --output-file requirements.lock "$@"
