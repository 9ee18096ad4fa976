#!/usr/bin/env bash
# How long a selfie search takes from request to answer, beside bare decode and inference of the same selfies:
#   bench/selfie.sh KEY [EVENT] [TESTDATA]     against the suite that runs here (./recollect demo prints a key)
#   EVENT: address of an event, default http://127.0.0.1:8080/api/v1/ext/1/event/1; TESTDATA: default ../shared/testdata
# Exit code 1: the target was missed.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/tools.sh"
key=${1:?the key is missing}
event=${2:-http://127.0.0.1:8080/api/v1/ext/1/event/1}
data=${3:-../shared/testdata}
models=${RECOLLECT_MODELS_DIR:-$RECOLLECT_HOME/models}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$MAVEN" -B -q -pl vision -am test-compile dependency:build-classpath \
  -Dmdep.outputFile="$work/classpath" -Dmdep.includeScope=test >"$work/log" 2>&1 ||
  { tail -n 40 "$work/log" >&2; fail "the build failed"; }
"$JAVA_HOME/bin/java" -Xmx256m -Djava.util.logging.manager=org.jboss.logmanager.LogManager --enable-native-access=ALL-UNNAMED \
  -cp "vision/target/test-classes:vision/target/classes:$(cat "$work/classpath")" \
  dev.recollect.vision.bench.SelfieSearchBenchmark "$event/faces" "$key" "$data" "$models"
