#!/usr/bin/env bash
# Installs the system packages that only the tests need. Does nothing, in milliseconds, when all are there.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/say.sh"

command -v chromium >/dev/null 2>&1 && command -v chromedriver >/dev/null 2>&1 ||
  install_packages "plays clips as a visitor's browser does, in the tests" chromium chromium-driver
