# Sourced by the set-up scripts: how they speak, and how they become root for the system's package tool.

say() { printf 'set-up: %s\n' "$*"; }

fail() {
  printf 'set-up: %s\n' "$*" >&2
  exit 1
}

# Runs a command with root's rights: directly, or through sudo.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null 2>&1; then
    sudo "$@"
  else
    fail "need root's rights for: $* (no sudo here: run that as root, then start again)"
  fi
}

installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

candidate() {
  local version
  version=$(apt-cache policy "$1" 2>/dev/null | awk '$1 == "Candidate:" { print $2 }')
  [ -n "$version" ] && [ "$version" != "(none)" ]
}

# Installs Debian packages that are missing; the first argument says what for. The package lists are read
# again only when the release does not seem to know a package.
install_packages() {
  local reason=$1 missing=() name
  shift
  for name in "$@"; do installed "$name" || missing+=("$name"); done
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null 2>&1 || fail "please install ${missing[*]} ($reason): this system has no apt-get"
  say "installing ${missing[*]} ($reason)"
  for name in "${missing[@]}"; do
    candidate "$name" || { as_root apt-get update -qq; break; }
  done
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
    { as_root apt-get update -qq &&
      as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null; } ||
    fail "could not install ${missing[*]}"
}

# Prints the newest PostgreSQL major version >= 15 whose server programs are installed; nothing if there is none.
postgres_major() {
  local folder
  for folder in /usr/lib/postgresql/*/bin; do
    [ -x "$folder/postgres" ] && basename "$(dirname "$folder")"
  done | sort -n | awk '$1 >= 15' | tail -1
}
