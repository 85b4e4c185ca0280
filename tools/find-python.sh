#!/bin/sh
# Prints the first Python on this machine that is new enough, or says in one line what is missing.
# PYTHON=/path/to/python in the environment is tried first.
for candidate in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11 python; do
  if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
    if "$candidate" -c 'import venv, ensurepip' >/dev/null 2>&1; then
      command -v "$candidate"
      exit 0
    fi
    without_venv=$candidate
  fi
done
if [ -n "${without_venv:-}" ]; then
  echo "Turnout: $without_venv is new enough but has no venv module. On Debian and Ubuntu: apt-get install python3-venv" >&2
else
  echo "Turnout needs Python 3.11 or newer. Install it, or name it: make run PYTHON=/path/to/python3.11" >&2
fi
exit 1
