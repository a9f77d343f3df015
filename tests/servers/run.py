#!/usr/bin/env python3
"""Tries Dateline with real servers, and says what works with each.

    tests/servers/run.py [NAME...]           installs, starts and tries servers: tt-rss, coldsweat
    tests/servers/run.py newsboat            newsboat and Dateline with the same account on our own server
    tests/servers/run.py --url URL --user USER --password-file FILE
                                             tries a server that runs already, such as FreshRSS or Miniflux: two libraries
                                             of its articles are made, and marks of its newest article changed and changed back

Without a name, all of them. Nothing is installed into the system: packages are unpacked, and databases made, below --work.
What it needs:

    tt-rss      Debian: apt-get, php-cli php-pgsql php-mbstring php-xml php-intl, postgresql
    coldsweat   Python 3.9 with venv, and pip (fetches coldsweat from PyPI)
    newsboat    newsboat 2.21 or newer, and cargo, for the server of our tests

The servers, and the feeds they fetch, listen on the loopback interface only. A server that cannot be tried because something
is missing says what; the exit status is 1 if a check fails or nothing could be tried.
"""
import argparse
import pathlib
import sys
import tempfile
import types

import checks
import feed_site
import newsboat
import programs
from desk import Desk

PROJECT = pathlib.Path(__file__).resolve().parents[2]
SERVERS = {"tt-rss": programs.TtRss, "coldsweat": programs.Coldsweat}


def carry_out(kind, server, site, dateline):
    """Carries out the checks with a server that runs; returns how many failed."""
    ann, bob = Desk(dateline, server.password), Desk(dateline, server.password)
    trial, failed = kind(ann, bob, server, site), 0
    try:
        for check in kind.ALL:
            try:
                check(trial)
                told = "yes"
            except checks.Cannot:
                told = "not with this protocol"
            except (AssertionError, RuntimeError) as error:
                failed += 1
                told = "FAILED\n    " + (str(error).replace("\n", "\n    ") or repr(error))
            print(f"  {check.__doc__}: {told}", flush=True)
            if failed and check is kind.ALL[0]:
                break
    finally:
        ann.close()
        bob.close()
    return failed


def started(name, work, dateline):
    """Starts a server, and tries it."""
    site = feed_site.Site(3, 80)
    server = SERVERS[name](work, site)
    try:
        server.start()
        return carry_out(checks.Trial, server, site, dateline)
    finally:
        server.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*SERVERS, "newsboat", []])
    parser.add_argument("--dateline", default=str(PROJECT / "target/debug/dateline"), help="the program")
    parser.add_argument("--work", help="where servers are installed, and found again (a temporary folder)")
    parser.add_argument("--url", help="a server that runs already")
    parser.add_argument("--user", default="", help="the name there; empty with a token")
    parser.add_argument("--password-file", help="its password or token, in a file")
    asked = parser.parse_args()
    if asked.url:
        password = pathlib.Path(asked.password_file).read_text().splitlines()[0]
        server = types.SimpleNamespace(url=asked.url, user=asked.user, password=password)
        return 1 if carry_out(checks.Elsewhere, server, None, asked.dateline) else 0
    failed, tried = 0, 0
    with tempfile.TemporaryDirectory(prefix="dateline-servers-") as folder:
        work = pathlib.Path(asked.work or folder)
        work.mkdir(parents=True, exist_ok=True)
        work.chmod(0o755)
        for name in asked.names or [*SERVERS, "newsboat"]:
            print(name, flush=True)
            try:
                failed += newsboat.tried(PROJECT, asked.dateline) if name == "newsboat" else started(name, work, asked.dateline)
                tried += 1
            except programs.Missing as missing:
                print(f"  not tried: {missing}")
    return 1 if failed or not tried else 0


if __name__ == "__main__":
    sys.exit(main())
