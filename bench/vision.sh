#!/usr/bin/env bash
# Measures vision on real photos and prints accuracy, cost and memory beside their targets:
#   bench/vision.sh [TESTDATA]        default: ../shared/testdata beside the checkout
# Needs the models in the data home (./recollect setup). Exit code 1: a target was missed.
set -euo pipefail
data=${1:+$(realpath "$1")}
. "$(dirname "${BASH_SOURCE[0]}")/tools.sh"
data=${data:-$(realpath ../shared/testdata)}
models=${RECOLLECT_MODELS_DIR:-$RECOLLECT_HOME/models}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$MAVEN" -B -q -pl vision -am test-compile dependency:build-classpath \
  -Dmdep.outputFile="$work/classpath" -Dmdep.includeScope=test >"$work/log" 2>&1 ||
  { tail -n 40 "$work/log" >&2; fail "the build failed"; }
classpath=vision/target/test-classes:vision/target/classes:$(cat "$work/classpath")

status=0
"$JAVA_HOME/bin/java" -Xmx256m -Djava.util.logging.manager=org.jboss.logmanager.LogManager --enable-native-access=ALL-UNNAMED -cp "$classpath" \
  dev.recollect.vision.bench.VisionBenchmark "$data" "$models" "$work/reference" || status=$?

# The same models, read and fed by an independent program.
cp bench/reference/* "$work"
(cd "$work" && npm ci --ignore-scripts --silent --no-audit --no-fund)
(cd "$work" && node reference.js "$models" "$work/reference") || status=$?
exit "$status"
