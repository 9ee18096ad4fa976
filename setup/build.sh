# Sourced after maven.sh: builds what the launcher runs.

BUILD_STAMP=launcher/target/build.stamp

# Whether nothing has changed since the last build of this checkout.
build_is_current() {
  [ -f "$BUILD_STAMP" ] && [ -f launcher/target/recollect-launcher.jar ] &&
    [ -z "$(find pom.xml ./*/pom.xml ./*/*/pom.xml ./*/src -newer "$BUILD_STAMP" -print -quit 2>/dev/null)" ]
}

build() {
  local log=$RECOLLECT_HOME/logs/build.log
  say "building (minutes the first time; the log is ${log#"$PWD/"})"
  mkdir -p "$(dirname "$log")" launcher/target
  touch "$BUILD_STAMP.begun"
  if ! "$MAVEN" -B -ntp -T 2 package -DskipTests >"$log" 2>&1; then
    grep -E '^\[ERROR\]|BUILD FAILURE' "$log" | head -n 20 >&2 || tail -n 20 "$log" >&2
    fail "the build failed"
  fi
  mv "$BUILD_STAMP.begun" "$BUILD_STAMP"
}
