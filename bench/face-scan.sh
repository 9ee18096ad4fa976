#!/usr/bin/env bash
# Time of the exact face scan in PostgreSQL beside a plain scan of the same vectors in memory.
# Usage: bench/face-scan.sh [faces in the event] [faces in the table]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/tools.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$MAVEN" -B -q -pl search-service -am test-compile dependency:build-classpath -Dmdep.outputFile="$work/classpath" >"$work/log" 2>&1 ||
  { tail -n 40 "$work/log" >&2; fail "the build failed"; }
exec "$JAVA_HOME/bin/java" -Xmx2g --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
  -Drecollect.root="$PWD" -cp "search-service/target/test-classes:search-service/target/classes:$(cat "$work/classpath")" \
  dev.recollect.search.face.FaceScanBenchmark "${1:-100000}" "${2:-600000}" 2> >(grep -v incubator >&2)
