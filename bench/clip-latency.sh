#!/usr/bin/env bash
# How long it takes from a request for clips to ffmpeg's start on an idle replica, beside spawning ffmpeg bare.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/tools.sh"
"$MAVEN" -B -q -ntp -pl clipping-service -am test -Dtest=ClipLatencyBenchmark -Dsurefire.failIfNoSpecifiedTests=false
cat clipping-service/target/clip-latency.txt
