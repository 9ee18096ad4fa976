#!/usr/bin/env bash
# Puts the pinned model files and the demo's sample photos into the data home: models.sh FOLDER
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/say.sh"
folder=$1

# The package clients are needed only while a file is missing.
missing=
while IFS=$'\t' read -r id use file _; do
  case $id in '' | '#'*) continue ;; esac
  [ -f "$folder/$file" ] || missing=$file
done <"$here/../models/manifest.tsv"
if [ -n "$missing" ] && ! command -v npm >/dev/null 2>&1; then
  install_packages "fetches model packages" npm
fi
"$here/../models/fetch.sh" "$folder" model sample
