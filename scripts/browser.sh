#!/usr/bin/env bash
# Prints the path of a Chromium for the tests that look at pages (docs/adr/0053). Where there
# is none, and this is root on Debian, it installs the distribution's own. Exits with 1, and
# says why, where none can be had.
set -euo pipefail

found() {
    command -v chromium || command -v chromium-browser || command -v google-chrome
}

refuse() {
    echo "No browser: $1." >&2
    echo "Maybe install Chromium by hand; the tests of the page are skipped without it." >&2
    exit 1
}

found && exit 0
command -v apt-get >/dev/null || refuse "there is neither Chromium nor apt-get to install it"
[ "$(id -u)" = 0 ] || refuse "there is no Chromium, and only root may install it"

export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# Once more where the first try fails: a mirror may be busy.
for attempt in 1 2; do
    if timeout 120 apt-get update >"$log" 2>&1 &&
        timeout 300 apt-get install --yes --no-install-recommends chromium >>"$log" 2>&1; then
        found && exit 0
    fi
    echo "Installing Chromium failed, attempt $attempt." >&2
done
tail -n 5 "$log" >&2
refuse "apt-get does not install Chromium"
