# Sourced after maven.sh: builds what the launcher runs, unless nothing has changed since the last build of this checkout.

build_if_changed() {
  local stamp=launcher/target/build.stamp log=$RECOLLECT_HOME/logs/build.log
  if [ -f "$stamp" ] && [ -f launcher/target/recollect-launcher.jar ] &&
    [ -z "$(find pom.xml ./*/pom.xml ./*/*/pom.xml ./*/src -newer "$stamp" -print -quit 2>/dev/null)" ]; then
    return 0
  fi
  say "building (minutes the first time; the log is ${log#"$PWD/"})"
  mkdir -p "$(dirname "$log")" launcher/target
  touch "$stamp.begun"
  if ! "$MAVEN" -B -ntp -T 2 package -DskipTests >"$log" 2>&1; then
    grep -E '^\[ERROR\]|BUILD FAILURE' "$log" | head -n 20 >&2 || tail -n 20 "$log" >&2
    fail "the build failed"
  fi
  mv "$stamp.begun" "$stamp"
}
