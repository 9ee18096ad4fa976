#!/usr/bin/env bash
# Installs the system packages that are missing. Says what and why first; does nothing, in milliseconds, when all are there.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/say.sh"

# The package's own post-install script would start a system-wide cluster that Recollect does not use.
no_cluster=/etc/postgresql-common/createcluster.d/recollect-setup.conf
install_postgres() {
  if [ ! -e /etc/postgresql-common ]; then
    # However this ends: left behind, it would go for every cluster that anybody makes later.
    trap 'as_root rm -f "$no_cluster"' EXIT
    as_root mkdir -p "$(dirname "$no_cluster")"
    echo "create_main_cluster = false" | as_root tee "$no_cluster" >/dev/null
  fi
  install_packages "the database server; Recollect runs a private cluster of its own" postgresql
  [ -n "$(postgres_major)" ] || fail "this release has no PostgreSQL >= 15; install one, then start again"
}

[ -n "$(postgres_major)" ] || install_postgres

# Debian 13 renamed the package; the library is the same.
if ! installed libvips42 && ! installed libvips42t64; then
  vips=libvips42
  candidate "$vips" || vips=libvips42t64
  install_packages "decodes, scales and encodes photos" "$vips"
fi
installed libheif1 || install_packages "recognises HEIC photos" libheif1
command -v unzip >/dev/null 2>&1 || install_packages "unpacks the model archives" unzip
command -v setpriv >/dev/null 2>&1 || install_packages "ends servers with their owner" util-linux
command -v ffmpeg >/dev/null 2>&1 || install_packages "looks at, cuts and checks videos" ffmpeg
command -v curl >/dev/null 2>&1 || install_packages "sends the example requests that the demo prints" curl
