# Sourced after say.sh: finds a JDK and exports JAVA_HOME.

MINIMUM_JDK=25

# Prints the feature version of the JDK in a folder; nothing if there is no compiler in it.
jdk_version() {
  [ -x "$1/bin/javac" ] && [ -f "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

find_jdk() {
  local folder version on_path
  on_path=$(command -v javac || true)
  [ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  for folder in "${JAVA_HOME:-}" "$on_path" "$(oldest_sufficient /usr/lib/jvm)" "$(oldest_sufficient "$HOME/.sdkman/candidates/java")"; do
    [ -n "$folder" ] || continue
    version=$(jdk_version "$folder")
    if [ "${version:-0}" -ge "$MINIMUM_JDK" ]; then
      printf '%s\n' "$folder"
      return 0
    fi
  done
}

# The build is tested with the minimum version, so the nearest to it is taken.
oldest_sufficient() {
  local folder version
  for folder in "$1"/*/; do
    version=$(jdk_version "${folder%/}")
    [ "${version:-0}" -lt "$MINIMUM_JDK" ] || printf '%s %s\n' "$version" "${folder%/}"
  done | sort -n | head -n 1 | cut -d' ' -f2-
}

found=$(find_jdk)
if [ -z "$found" ]; then
  hint="install Eclipse Temurin $MINIMUM_JDK"
  for package in "openjdk-$MINIMUM_JDK-jdk-headless" "temurin-$MINIMUM_JDK-jdk"; do
    if candidate "$package"; then
      hint="install it with: apt-get install $package"
      break
    fi
  done
  fail "Recollect needs a JDK $MINIMUM_JDK or later; none in JAVA_HOME, on the PATH, or in /usr/lib/jvm. Please $hint, or set JAVA_HOME to one."
fi
export JAVA_HOME=$found
