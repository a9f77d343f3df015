#!/bin/sh
# Makes ../gazetteer.bin and ../nations.tsv anew from `packages/` (see ../README.md) and the tables of this folder.
# The same packages give the same bytes.
set -eu
cd "$(dirname "$0")"
python3 places.py
cargo run --quiet --release --features train --bin dateline-train --manifest-path ../../Cargo.toml -- gazetteer gazetteer.tsv --into ../gazetteer.bin
