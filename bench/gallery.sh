#!/usr/bin/env bash
# Pages and timeline of a gallery of 200,000 photos, and the heap of the service that shows them.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/tools.sh"
"$MAVEN" -B -q -ntp -pl photos-service -am verify -Dtest=none -Dit.test=GalleryBenchmark \
  -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false
cat photos-service/target/gallery-benchmark.txt
