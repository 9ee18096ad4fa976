#!/usr/bin/env bash
# How fast a video is looked through for faces, on one core, beside decoding and inference alone.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. setup/say.sh
. setup/jdk.sh
taskset -c 0 "${MAVEN:-mvn}" -B -q -ntp -pl clipping-service -am test -Dtest=AnalysisBenchmark -Dsurefire.failIfNoSpecifiedTests=false
cat clipping-service/target/analysis-benchmark.txt
