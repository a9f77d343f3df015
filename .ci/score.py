#!/usr/bin/env python3
"""Scores the program on the scored sets and compares the figures with the floors.

    score.py SHARED BINARY FLOORS.tsv

A line of FLOORS.tsv: name, tool, arguments ({data} is the sets' folder), where to find the figure (a path in the tool's JSON, or
"re:" and a pattern whose group is the figure in the tool's text output), and a floor, or a ceiling if it begins with "<=".
Prints every figure. Exit status 1 if one is out of bounds or could not be measured.
"""
import functools
import json
import re
import subprocess
import sys


@functools.cache
def printed(*command):
    """The output of a command; several figures from one output take one run."""
    ran = subprocess.run(command, capture_output=True, text=True, timeout=900)
    if ran.returncode:
        raise RuntimeError(f"{' '.join(command)}: {ran.stderr.strip()[-300:]}")
    return ran.stdout


def figure(tools, binary, data, tool, arguments, path):
    """Runs a scoring tool and extracts one figure from its output."""
    pattern = path.removeprefix("re:") if path.startswith("re:") else None
    style = [] if pattern else ["--json"]
    text = printed(sys.executable, f"{tools}/{tool}", *style, "--bin", binary, *arguments.format(data=data).split())
    if pattern:
        found = re.search(pattern, text)
        if not found:
            raise ValueError(f"no {pattern!r} in {text[-300:]!r}")
        return float(found[1])
    value = json.loads(text.strip().splitlines()[-1])
    for step in path.split("/"):
        value = value[int(step)] if isinstance(value, list) else value[step]
    return float(value)


def is_within(value, bound):
    """Whether a figure keeps its floor, or its ceiling."""
    return value <= float(bound[2:]) if bound.startswith("<=") else value >= float(bound)


def main():
    shared, binary, floors = sys.argv[1:]
    missed = 0
    for line in open(floors, encoding="utf-8"):
        if not line.strip() or line.startswith("#"):
            continue
        name, tool, arguments, path, bound = line.rstrip("\n").split("\t")
        try:
            value = figure(f"{shared}/tools", binary, f"{shared}/data", tool, arguments, path)
        except (RuntimeError, KeyError, IndexError, ValueError, subprocess.TimeoutExpired) as error:
            print(f"FAILED {name}: {error}")
            missed += 1
            continue
        good = is_within(value, bound)
        missed += not good
        print(f"{'ok    ' if good else 'MISSED'} {name}: {round(value, 4)} (bound {bound})")
    sys.exit(1 if missed else 0)


main()
