#!/usr/bin/env bash
# Heap and resident memory of a photos-service with -Xmx128m before, while and after 2 GB in 200 files come in.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/tools.sh"
"$MAVEN" -B -q -ntp -pl photos-service -am verify -Dtest=none -Dit.test=UploadBenchmark \
  -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false
cat photos-service/target/upload-benchmark.txt
