#!/usr/bin/env bash
# Resident memory of every part of the suite that runs here (./recollect demo), after a rest, beside the aims:
#   bench/memory.sh [SECONDS]     of rest, default 60; nobody may use the suite meanwhile
# Printed are the median and the most of seven looks, five seconds apart: needs come and go, even at rest. PostgreSQL's
# processes share most of theirs, so each counts with its share (PSS). Exit code 1: a median misses its target.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. setup/say.sh
suite=${RECOLLECT_HOME:-.recollect}/run/suite.json
looks=7
[ -f "$suite" ] || fail "nothing runs here; start with ./recollect demo"
sleep "${1:-60}"

# Name and process of each part; the launcher itself is the front door.
parts() {
  awk -F'"' '$2 == "pid" { gsub(/[^0-9]/, "", $3); print name ? name : "front-door", $3 } $2 == "name" { name = $4 }' "$suite"
}

megabytes() {
  if [ "$1" = postgresql ]; then
    for process in "$2" $(ps -o pid= --ppid "$2"); do cat "/proc/$process/smaps_rollup"; done | awk '$1 == "Pss:" { sum += $2 } END { print int(sum / 1024) }'
  else
    awk '$1 == "VmRSS:" { print int($2 / 1024) }' "/proc/$2/status"
  fi
}

for ((look = 0; look < looks; look++)); do
  [ "$look" -eq 0 ] || sleep 5
  sum=0
  while read -r name pid; do
    now=$(megabytes "$name" "$pid")
    sum=$((sum + now))
    echo "$name $now"
  done < <(parts)
  echo "everything $sum"
done | sort -k1,1 -k2,2n | awk -v looks="$looks" '
  function aim(name) { return name == "search-service" ? 600 : name ~ /-service$/ ? 250 : name == "everything" ? 2500 : 0 }
  BEGIN { printf "%-18s %9s %9s %9s\n", "part", "median", "most", "target" }
  ++seen[$1] == int(looks / 2) + 1 { median[$1] = $2 }
  seen[$1] == looks {
    target = aim($1)
    late = target && median[$1] > target
    missed = missed || late
    printf "%-18s %6d MB %6d MB %9s %s\n", $1, median[$1], $2, target ? target " MB" : "", late ? "missed" : ""
  }
  END { exit missed }'
