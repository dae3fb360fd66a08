#!/usr/bin/env bash
# Makes or refreshes the virtual environment $1 from requirements.lock, and
# installs this project into it in editable form.
set -euo pipefail
cd "$(dirname "$0")/.."

venv=$1
python=${PYTHON:-python3}

"$python" - <<'PY'
import sys

if not (3, 11) <= sys.version_info[:2] < (3, 14):
    sys.exit(
        f"allotment needs Python 3.11, 3.12 or 3.13, but {sys.executable} is "
        f"{sys.version.split()[0]}.\nMaybe `make PYTHON=python3.12 ...`."
    )
PY

# A .venv that was copied, or whose Python went away, is made anew.
if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    "$python" -m venv --clear "$venv"
fi

uv_pin=$(sed -n 's/^\(uv==[^ ]*\).*/\1/p' requirements.lock)
if [ "$("$venv/bin/uv" --version 2>/dev/null | cut -d' ' -f2)" != "${uv_pin#uv==}" ]; then
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$uv_pin"
fi

# uv is quick. pip does the same from the same pins where uv cannot reach an index
# that only pip's own settings name.
uv="$venv/bin/uv"
export UV_PYTHON_DOWNLOADS=never UV_NO_CONFIG=1
"$uv" pip sync --python "$venv/bin/python" --require-hashes requirements.lock ||
    "$venv/bin/python" -m pip install --require-hashes -r requirements.lock
"$uv" pip install --python "$venv/bin/python" --offline --no-deps --no-build-isolation \
    --reinstall-package allotment -e .
