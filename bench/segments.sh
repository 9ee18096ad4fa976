#!/usr/bin/env bash
# How well the segments of people in a video agree with the truth: precision, recall, error of the boundaries.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/tools.sh"
"$MAVEN" -B -q -ntp -pl clipping-service -am test -Dtest=SegmentBenchmark -Dsurefire.failIfNoSpecifiedTests=false
cat clipping-service/target/segment-benchmark.txt
