#!/usr/bin/env bash
# How well the segments of people in a video agree with the truth: precision, recall, error of the boundaries.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. setup/say.sh
. setup/jdk.sh
"${MAVEN:-mvn}" -B -q -ntp -pl clipping-service -am test -Dtest=SegmentBenchmark -Dsurefire.failIfNoSpecifiedTests=false
cat clipping-service/target/segment-benchmark.txt
