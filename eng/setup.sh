#!/usr/bin/env bash
# Sees to it that what the build and the tests need is there. Debian packages are installed where that is possible;
# what cannot be installed is named.
set -euo pipefail

missing=()
need() { # program, Debian package
  command -v "$1" > /dev/null || missing+=("$2")
}

need npm npm
need clang clang
[ -e /usr/include/zlib.h ] || missing+=(zlib1g-dev)
if [ "${1:-}" = "tests" ]; then
  need chromium chromium

  # Debian keeps the server's programs out of the path.
  compgen -G "/usr/lib/postgresql/*/bin/initdb" > /dev/null || need initdb postgresql
fi

if [ ${#missing[@]} -gt 0 ]; then
  if command -v apt-get > /dev/null && [ "$(id -u)" = 0 ]; then
    echo "Installing ${missing[*]} ..."
    export DEBIAN_FRONTEND=noninteractive

    # The tests run a server of their own; the machine gets none.
    if [[ " ${missing[*]} " == *" postgresql "* && ! -e /etc/postgresql-common/createcluster.conf ]]; then
      mkdir -p /etc/postgresql-common
      echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.conf
    fi

    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
  else
    echo "Missing: ${missing[*]}. Install them (on Debian, as root: apt-get install ${missing[*]}) and run this again." >&2
    exit 1
  fi
fi

if ! command -v dotnet > /dev/null; then
  echo "Missing: the .NET SDK 10 (https://dotnet.microsoft.com/download/dotnet/10.0). Install it and run this again." >&2
  exit 1
fi
