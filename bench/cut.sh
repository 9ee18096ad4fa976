#!/usr/bin/env bash
# How much faster a clip is cut by copying than by encoding: 30 s of a 1080p sample, keyframes every 1, 2 and 8.3 s, and the longest head there can be.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/tools.sh"
"$MAVEN" -B -q -ntp -pl clipping-service -am test -Dtest=CutBenchmark -Dsurefire.failIfNoSpecifiedTests=false -DtrimStackTrace=false
cat clipping-service/target/cut-benchmark.txt
