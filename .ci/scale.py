#!/usr/bin/env python3
"""Measures how the cost of a library grows: builds libraries of several sizes, and prints the cost of each.

    scale.py SHARED BINARY [N...]            a table for libraries of N articles (10000 100000 1000000), compared with
                                             other programs on the same corpus, if they are installed
    scale.py SHARED BINARY --floors TSV      checks machine-independent figures against bounds; takes some seconds

SHARED has tools/gen_corpus.py and data/news. Everything is created in a temporary folder (TMPDIR), which should be on a real
disk: bytes written are those counted by the system. CPU-seconds include child processes.
"""
import json
import math
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

QUERIES = ["harbour", "\"oil prices\"", "person:reagan", "japan trade", "bank*"]


def run(command, cwd=None, quiet=True):
    """Runs a command: CPU-seconds, wall-clock seconds, peak memory in KiB, bytes written."""
    sink = subprocess.DEVNULL if quiet else None
    begun = time.time()
    process = subprocess.Popen(command, stdout=sink, stderr=sink, cwd=cwd)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise RuntimeError(f"{' '.join(map(str, command))}: status {os.waitstatus_to_exitcode(status)}")
    return {
        "cpu": usage.ru_utime + usage.ru_stime,
        "wall": time.time() - begun,
        "memory": usage.ru_maxrss,
        "written": usage.ru_oublock * 512,
    }


def size(folder):
    """Bytes on the disk below a folder."""
    return sum(os.stat(os.path.join(at, name)).st_blocks * 512 for at, _, names in os.walk(folder) for name in names)


def corpus(shared, count, folder):
    """A corpus of so many articles, and the UTF-8 bytes of its titles and texts."""
    path = f"{folder}/{count}.jsonl"
    base = f"{shared}/data/news/news-small.jsonl.gz"
    subprocess.run(
        [sys.executable, f"{shared}/tools/gen_corpus.py", base, str(count), "--jsonl", path],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    text = 0
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            text += len(article["title"].encode()) + len(article["text"].encode())
    return path, text


def dateline(binary, path, text, library):
    """What `add` costs, once and again, and what a query does."""
    shutil.rmtree(library, ignore_errors=True)
    added = run([binary, "add", path, "--library", library])
    disk = size(library)
    again = run([binary, "add", path, "--library", library])
    finds = [run([binary, "find", query, "--library", library])["cpu"] for query in QUERIES]
    return {**added, "disk": disk, "text": text, "again": again["cpu"], "find": sorted(finds)[len(finds) // 2]}


def gzip(path):
    """CPU-seconds of `gzip -6`: the measure of the machine."""
    return run(["gzip", "-6", "-k", "-f", path])["cpu"]


def fts5(path, database):
    """The same texts in SQLite's FTS5: CPU-seconds of filling it, bytes on the disk."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    connection = sqlite3.connect(database)
    connection.execute("CREATE VIRTUAL TABLE articles USING fts5(title, text, tokenize='porter unicode61')")
    with open(path, encoding="utf-8") as lines, connection:
        rows = (json.loads(line) for line in lines)
        connection.executemany("INSERT INTO articles VALUES (?, ?)", ((row["title"], row["text"]) for row in rows))
    connection.close()
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"cpu": cpu, "disk": os.stat(database).st_size}


def ripgrep(path):
    """One search through the corpus as it lies."""
    return run(["rg", "-c", "harbour", path])["cpu"]


def newsboat(shared, count, folder):
    """The same number of articles as feeds from files, taken in by newsboat."""
    feeds = f"{folder}/rss"
    base = f"{shared}/data/news/news-small.jsonl.gz"
    subprocess.run(
        [sys.executable, f"{shared}/tools/gen_corpus.py", base, str(count), "--rss", feeds, "--feeds", "100",
         "--base-url", f"file://{feeds}"],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    cache = f"{folder}/newsboat.db"
    return {**run(["newsboat", "-u", f"{feeds}/urls", "-c", cache, "-x", "reload"]), "disk": os.stat(cache).st_size}


def exponent(small, large, what):
    """By which power of the bytes of text a figure grows."""
    return math.log(large[what] / small[what]) / math.log(large["text"] / small["text"])


def table(shared, binary, counts, folder):
    rows = []
    print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores, {os.uname().machine}")
    print("articles   text MB  add CPU-s  wall s  CPU/gzip  memory MB  disk/text  written/disk  again CPU-s  find CPU-s")
    for count in counts:
        path, text = corpus(shared, count, folder)
        row = dateline(binary, path, text, f"{folder}/library")
        row["gzip"] = gzip(path)
        rows.append(row)
        print(
            f"{count:8}  {text / 1e6:8.1f}  {row['cpu']:9.1f}  {row['wall']:6.0f}  {row['cpu'] / row['gzip']:8.1f}"
            f"  {row['memory'] / 1024:9.0f}  {row['disk'] / text:9.2f}  {row['written'] / row['disk']:12.1f}"
            f"  {row['again']:11.1f}  {row['find']:10.3f}", flush=True,
        )
        others(shared, count, path, folder)
        os.remove(path)
    for small, large in zip(rows, rows[1:]):
        grown = ", ".join(f"{what} {exponent(small, large, what):.2f}" for what in ("cpu", "disk", "written", "again"))
        print(f"exponents over bytes of text, {small['text'] / 1e6:.0f} to {large['text'] / 1e6:.0f} MB: {grown}")


def others(shared, count, path, folder):
    """What other programs make of the same corpus, a line each."""
    found = fts5(path, f"{folder}/fts5.db")
    print(f"          SQLite FTS5: {found['cpu']:.1f} CPU-s, {found['disk'] / 1e6:.0f} MB (text and index, no names)")
    os.remove(f"{folder}/fts5.db")
    if shutil.which("rg"):
        print(f"          ripgrep, one search: {ripgrep(path):.2f} CPU-s")
    if shutil.which("newsboat") and count <= 100_000:
        try:
            found = newsboat(shared, count, folder)
            print(f"          newsboat: {found['cpu']:.1f} CPU-s, {found['disk'] / 1e6:.0f} MB (text, no index, no names)")
        except (RuntimeError, OSError, subprocess.CalledProcessError) as error:
            print(f"          newsboat: {error}")


def what_is_held(library):
    """What a library's database holds: bytes and rows that are the same on every machine."""
    database = sqlite3.connect(f"file:{library}/library.db?mode=ro", uri=True)
    number = lambda sql: database.execute(sql).fetchone()[0]  # noqa: E731
    derived = ("named", "moved", "alias", "role", "month", "called")
    figures = {
        "database": number("SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size"),
        "texts": number("SELECT sum(length(text)) FROM revision"),
        "names": number("SELECT sum(length(value)) FROM names"),
        "rows": sum(number(f"SELECT count(*) FROM {table}") for table in derived),
        "queued": number("SELECT count(*) FROM relink"),
    }
    database.close()
    return figures


def small_library(shared, binary, folder):
    """Figures of a library of 4,000 articles. When batches ended moves some pages of the database; nothing else."""
    count = 4_000
    path, text = corpus(shared, count, folder)
    library = f"{folder}/library"
    shutil.rmtree(library, ignore_errors=True)
    spent = run([binary, "add", path, "--library", library])
    held = what_is_held(library)
    return {
        "database against text": held["database"] / text,
        "packed texts against text": held["texts"] / text,
        "values of names against text": held["names"] / text,
        "derived rows an article": held["rows"] / count,
        "words left to be asked again": held["queued"],
        # Nothing where the folder is in memory.
        "bytes written against library": spent["written"] / size(library),
    }


def floors(shared, binary, bounds, folder):
    """Checks a small library against bounds; the smallest figures of two, since pages move."""
    one, other = (small_library(shared, binary, folder) for _ in range(2))
    figures = {name: min(figure, other[name]) for name, figure in one.items()}
    missed = 0
    for line in open(bounds, encoding="utf-8"):
        if not line.strip() or line.startswith("#"):
            continue
        name, bound = line.rstrip("\n").split("\t")
        good = figures[name] <= float(bound.removeprefix("<="))
        missed += not good
        print(f"{'ok    ' if good else 'MISSED'} {name}: {figures[name]:.3f} (bound {bound})")
    return missed


def main():
    shared, binary, *rest = sys.argv[1:]
    binary = os.path.abspath(binary)
    with tempfile.TemporaryDirectory(prefix="dateline-scale-") as folder:
        if rest[:1] == ["--floors"]:
            sys.exit(1 if floors(shared, binary, rest[1], folder) else 0)
        table(shared, binary, [int(count) for count in rest] or [10_000, 100_000, 1_000_000], folder)


main()
