#!/bin/sh
# Installs a lock file into a virtual environment: tools/install.sh PYTHON LOCK.
# uv does it in seconds where pip takes a minute or more. It doesn't read pip's settings, so that the index, the folders
# with wheels and the certificates that they name are handed on; where uv fails all the same, pip installs.
set -eu
python=$1 lock=$2
pip="$python -m pip --disable-pip-version-check"

# The first of a name counts: pip lists the environment before its files.
hand_on() {
  value=$(printf '%s\n' "$settings" | sed -n "s/^[^=]*[.]$2='\(.*\)'\$/\1/p" | head -n 1)
  [ -z "$value" ] || eval "$1=\${$1:-\$value}; export $1"
}

with_uv() {
  $pip install --quiet --require-hashes -r "$(dirname "$0")/../requirements-uv.lock" || return 1
  settings=$($pip config list)
  hand_on UV_DEFAULT_INDEX index-url
  hand_on UV_INDEX extra-index-url
  hand_on UV_FIND_LINKS find-links
  hand_on SSL_CERT_FILE cert
  quiet=--quiet
  [ ! -t 2 ] || quiet= # progress is for who looks at it
  # shellcheck disable=SC2086 # one option or none
  "$python" -m uv pip install $quiet --python "$python" --require-hashes -r "$lock"
}

with_uv || {
  echo "uv can't install $lock here; pip does, which takes a minute or more" >&2
  $pip install --quiet --progress-bar on --require-hashes -r "$lock"
}
