#!/usr/bin/env python3
"""Measures the program on the scored sets and holds the figures against the floors.

    score.py SHARED BINARY FLOORS.tsv

A line of FLOORS.tsv: name, tool, arguments ({data} is the sets' folder), path of the figure in the tool's JSON, floor.
Prints every figure. Exit status 1 where one is below its floor or could not be measured.
"""
import json
import subprocess
import sys


def figure(tools, binary, data, tool, arguments, path):
    """Runs a scoring tool and takes one figure out of what it prints."""
    command = [sys.executable, f"{tools}/{tool}", "--json", "--bin", binary, *arguments.format(data=data).split()]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=900)
    if ran.returncode:
        raise RuntimeError(f"{' '.join(command)}: {ran.stderr.strip()[-300:]}")
    value = json.loads(ran.stdout.strip().splitlines()[-1])
    for step in path.split("/"):
        value = value[int(step)] if isinstance(value, list) else value[step]
    return float(value)


def main():
    shared, binary, floors = sys.argv[1:]
    below = 0
    for line in open(floors, encoding="utf-8"):
        if not line.strip() or line.startswith("#"):
            continue
        name, tool, arguments, path, floor = line.rstrip("\n").split("\t")
        try:
            value = figure(f"{shared}/tools", binary, f"{shared}/data", tool, arguments, path)
        except (RuntimeError, KeyError, IndexError, ValueError, subprocess.TimeoutExpired) as error:
            print(f"FAILED {name}: {error}")
            below += 1
            continue
        good = value >= float(floor)
        below += not good
        print(f"{'ok    ' if good else 'BELOW '} {name}: {value} (floor {floor})")
    sys.exit(1 if below else 0)


main()
