#!/usr/bin/env bash
# Makes the extension "vector" (pgvector) available to the newest installed PostgreSQL >= 15: Debian's package where
# the release has one, otherwise Debian's own source package of a later release, built against the installed server.
# The system's package sources stay as they are: the later release is read through a list, state and cache of our own.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/say.sh"

# The first Debian release that carries pgvector >= 0.8 (iterative index scans).
SOURCE_RELEASE=trixie

major=$(postgres_major)
[ -n "$major" ] || fail "no PostgreSQL server >= 15 is installed; setup/packages.sh installs it"
extension=/usr/share/postgresql/$major/extension/vector.control
library=/usr/lib/postgresql/$major/lib/vector.so

if [ -f "$extension" ] && [ -f "$library" ]; then
  exit 0
fi

if candidate "postgresql-$major-pgvector"; then
  install_packages "vector search in PostgreSQL $major" "postgresql-$major-pgvector"
  exit 0
fi

say "this release has no pgvector package for PostgreSQL $major: building Debian's source package from $SOURCE_RELEASE"
install_packages "to build pgvector against the installed server" "postgresql-server-dev-$major" build-essential dpkg-dev

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"

# Our own list is the system's entry for its Debian archive with another release name and "deb-src".
codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
shopt -s nullglob
for file in /etc/apt/sources.list.d/*.sources; do
  awk -v codename="$codename" -v release="$SOURCE_RELEASE" '
    BEGIN { RS = ""; FS = "\n" }
    {
      ours = 0; text = ""
      for (i = 1; i <= NF; i++) {
        line = $i
        if (line ~ /^Suites:/) { n = split(line, word, /[ \t]+/); for (w = 2; w <= n; w++) if (word[w] == codename) ours = 1; line = "Suites: " release }
        if (line ~ /^Types:/) line = "Types: deb-src"
        if (line ~ /^Components:/) line = "Components: main"
        text = text line "\n"
      }
      if (ours) { print text; exit }
    }' "$file"
done > "$work/later.sources"
for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
  [ -f "$file" ] || continue
  awk -v codename="$codename" -v release="$SOURCE_RELEASE" '
    $1 == "deb" {
      line = "deb-src"; at = 2
      if ($2 ~ /^\[/) { do { line = line " " $at } while ($(at++) !~ /\]$/) }
      if ($(at + 1) == codename) { print line, $at, release, "main"; exit }
    }' "$file"
done > "$work/later.list"
[ -s "$work/later.sources" ] || [ -s "$work/later.list" ] ||
  fail "found no Debian archive for release '$codename' among the system's package sources; install pgvector >= 0.8 for PostgreSQL $major yourself"
parts=$work/parts
mkdir -p "$parts" "$work/state/lists/partial" "$work/cache/archives/partial" "$work/source"
if [ -s "$work/later.sources" ]; then
  cp "$work/later.sources" "$parts/later.sources"
else
  cp "$work/later.list" "$parts/later.list"
fi
apt_later() {
  apt-get -qq -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$parts" -o Dir::State::Lists="$work/state/lists" \
    -o Dir::Cache="$work/cache" -o APT::Sandbox::User="$(id -un)" "$@"
}
apt_later update
(cd "$work/source" && apt_later source pgvector >"$work/source.log" 2>&1) || { cat "$work/source.log" >&2; fail "could not get the source package"; }
folder=$(find "$work/source" -mindepth 1 -maxdepth 1 -type d -name 'pgvector-*')
config=/usr/lib/postgresql/$major/bin/pg_config
# No -march=native: the library picks its SIMD code at run time, and a disk moved to another CPU keeps working.
build=(make -C "$folder" "PG_CONFIG=$config" OPTFLAGS= with_llvm=no)
"${build[@]}" -j"$(nproc)" >"$work/build.log" 2>&1 || { tail -40 "$work/build.log" >&2; fail "pgvector did not build"; }
as_root "${build[@]}" install >"$work/install.log" 2>&1 || { tail -40 "$work/install.log" >&2; fail "pgvector did not install"; }
say "pgvector $(awk -F"'" '/^default_version/ { print $2 }' "$extension") installed for PostgreSQL $major"
