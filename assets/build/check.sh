#!/bin/sh
# Says whether the gazetteer's assets are what make.sh makes: makes them anew and compares. Leaves the new ones in place, so that `git diff` shows what differs.
set -eu
cd "$(dirname "$0")"
sums() { sha256sum ../gazetteer.bin ../nations.tsv; }
before=$(sums)
./make.sh
if [ "$before" = "$(sums)" ]; then echo "the gazetteer is what its packages and tables make"; else echo "the gazetteer differs from what its packages and tables make" >&2; exit 1; fi
