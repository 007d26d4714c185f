#!/usr/bin/env bash
# Installs what is missing: system libraries, then the environment from the hashed locks. `run` or `test`.
set -euo pipefail
cd "$(dirname "$0")/.."

need=$1
venv=.venv
lock=requirements.txt
[[ $need == test ]] && lock=requirements-dev.txt

bash scripts/install-system.sh "$need"

for name in ${PYTHON:-} python3.13 python3.12 python3.11 python3; do
  if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    python=$name
    break
  fi
done
[[ -n ${python:-} ]] || { echo "Python 3.11 or newer is needed (PYTHON=… names one)." >&2; exit 1; }

[[ -x $venv/bin/python ]] || "$python" -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r "$lock"
"$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
touch "$venv/.$need"
