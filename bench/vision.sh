#!/usr/bin/env bash
# Measures vision on real photos and prints accuracy, cost and memory beside their targets:
#   bench/vision.sh [TESTDATA]        default: ../shared/testdata beside the checkout
# Needs the models in the data home (models/fetch.sh) and a JDK 25 (JAVA_HOME). Exit code 1: a target was missed.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
data=$(cd "${1:-$root/../shared/testdata}" && pwd)
models=${RECOLLECT_MODELS_DIR:-${RECOLLECT_HOME:-$root/.recollect}/models}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root"

mvn -B -q -pl vision -am -DskipTests package \
  org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath \
  -Dmdep.outputFile="$work/classpath" -Dmdep.includeScope=test >/dev/null
classpath=vision/target/test-classes:vision/target/classes:$(cat "$work/classpath")

status=0
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx256m -Djava.util.logging.manager=org.jboss.logmanager.LogManager --enable-native-access=ALL-UNNAMED -cp "$classpath" \
  dev.recollect.vision.bench.VisionBenchmark "$data" "$models" "$work/reference" || status=$?

# The same models, read and fed by an independent program.
cp bench/reference/* "$work"
(cd "$work" && npm ci --ignore-scripts --silent --no-audit --no-fund)
(cd "$work" && node reference.js "$models" "$work/reference") || status=$?
exit "$status"
