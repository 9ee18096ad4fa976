#!/usr/bin/env bash
# How fast a video is looked through for faces, on one core, beside decoding and inference alone.
# Needs ffmpeg, the models in the data home (./recollect setup) and ../shared/testdata beside the checkout.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."
. setup/say.sh
. setup/jdk.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${MAVEN:-mvn}" -B -q -pl clipping-service -am test-compile dependency:build-classpath -Dmdep.outputFile="$work/classpath" >"$work/log" 2>&1 ||
  { tail -n 40 "$work/log" >&2; fail "the build failed"; }
# Test videos are made in target/, and kept for the next run.
root=$PWD
cd clipping-service
taskset -c 0 "$JAVA_HOME/bin/java" -Xmx512m --enable-native-access=ALL-UNNAMED -Drecollect.root="$root" \
  -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
  -cp "target/test-classes:target/classes:$(cat "$work/classpath")" dev.recollect.clipping.analysis.AnalysisBenchmark
