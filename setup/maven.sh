# Sourced after say.sh and jdk.sh: exports MAVEN, a Maven that the Quarkus plugin supports.

MAVEN_VERSION=3.9.16
MAVEN_SHA256=5af3b743dd8b876b5c45da33b676251e5f1687712644abb4ee519ca56e1d89ce

# Quarkus supports Maven 3.9; Debian 12 has 3.8, with which we fetch the pinned one.
supported_maven() {
  local version
  version=$(mvn --version 2>/dev/null | sed -n 's/^.*Apache Maven \([0-9.]*\).*/\1/p' | head -n 1)
  [ -n "$version" ] && [ "$(printf '%s\n3.9.0\n' "$version" | sort -V | head -n 1)" = 3.9.0 ]
}

fetch_maven() {
  local home=$1 work
  command -v mvn >/dev/null 2>&1 || install_packages "fetches the pinned Maven" maven
  say "fetching Maven $MAVEN_VERSION into ${home#"$PWD/"} (the Quarkus build needs 3.9, the system's is older)"
  work=$(mktemp -d)
  (cd "$work" && mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact="org.apache.maven:apache-maven:$MAVEN_VERSION:zip:bin" -DoutputDirectory="$work" >"$work/log" 2>&1) ||
    { cat "$work/log" >&2; rm -rf "$work"; fail "could not fetch Maven $MAVEN_VERSION"; }
  echo "$MAVEN_SHA256  $work/apache-maven-$MAVEN_VERSION-bin.zip" | sha256sum --check --quiet ||
    { rm -rf "$work"; fail "the fetched Maven is not the pinned one"; }
  (cd "$work" && "$JAVA_HOME/bin/jar" --extract --file "apache-maven-$MAVEN_VERSION-bin.zip")
  chmod +x "$work/apache-maven-$MAVEN_VERSION/bin/mvn"
  mkdir -p "$(dirname "$home")"
  rm -rf "$home"
  mv "$work/apache-maven-$MAVEN_VERSION" "$home"
  rm -rf "$work"
}

MAVEN=$RECOLLECT_HOME/tools/maven-$MAVEN_VERSION/bin/mvn
if [ ! -x "$MAVEN" ]; then
  if supported_maven; then
    MAVEN=mvn
  else
    fetch_maven "$RECOLLECT_HOME/tools/maven-$MAVEN_VERSION"
  fi
fi
export MAVEN
