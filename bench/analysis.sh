#!/usr/bin/env bash
# How fast a video is looked through for faces, on one core, beside decoding and inference alone.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/tools.sh"
taskset -c 0 "$MAVEN" -B -q -ntp -pl clipping-service -am test -Dtest=AnalysisBenchmark -Dsurefire.failIfNoSpecifiedTests=false
cat clipping-service/target/analysis-benchmark.txt
