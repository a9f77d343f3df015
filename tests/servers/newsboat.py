"""newsboat as another program with the same account on our own server: both see the same states."""
import fcntl
import os
import pathlib
import pty
import re
import select
import shutil
import struct
import subprocess
import tempfile
import termios
import time

from desk import Desk
from programs import Missing

FEEDS, ITEMS = 2, 20


class Served:
    """The server of our tests, for Google Reader's protocol."""

    def __init__(self, project):
        words = ["serve", "google-reader", str(ITEMS), str(FEEDS)]
        self.process = subprocess.Popen(
            ["cargo", "test", "-q", "--all-features", "--bench", "syncing", "--", *words],
            cwd=project, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        self.url = ""
        while not self.url.startswith("http://"):
            self.url = self.process.stdout.readline().strip()
            if self.process.poll() is not None:
                raise RuntimeError("our server did not start")

    def read(self):
        """How many of its items are read."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline().split()[1])

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


class Newsboat:
    def __init__(self, folder, url):
        self.folder = pathlib.Path(folder)
        settings = {
            "urls-source": '"feedhq"', "feedhq-url": f'"{url}"', "feedhq-login": '"ann"', "feedhq-password": '"secret"',
            "feedhq-min-items": "100", "feedhq-show-special-feeds": "no", "auto-reload": "no", "confirm-exit": "no",
        }
        (self.folder / "config").write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
        (self.folder / "urls").write_text("")
        names = {"-C": "config", "-u": "urls", "-c": "cache.db"}
        self.command = ["newsboat", *(word for option, name in names.items() for word in (option, str(self.folder / name)))]

    def unread(self):
        subprocess.run([*self.command, "-x", "reload"], check=True, capture_output=True, timeout=60)
        said = subprocess.run([*self.command, "-x", "print-unread"], check=True, capture_output=True, text=True, timeout=60).stdout
        return int(re.search(r"\d+", said).group())

    def press(self, keys):
        """Opens newsboat in a terminal, and presses keys one after another."""
        leader, follower = pty.openpty()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        environment = {**os.environ, "TERM": "xterm", "LANG": "C.UTF-8"}
        process = subprocess.Popen(self.command, stdin=follower, stdout=follower, stderr=follower, env=environment, start_new_session=True)
        os.close(follower)
        try:
            for key in ("", *keys):
                os.write(leader, key.encode())
                drain(leader)
        finally:
            time.sleep(1)
            process.terminate()
            process.wait()
            os.close(leader)


def drain(leader):
    """Reads what is drawn until nothing is for a moment."""
    while select.select([leader], [], [], 0.7)[0]:
        try:
            if not os.read(leader, 65536):
                return
        except OSError:
            return


def tried(project, dateline):
    """Carries out the checks; returns how many failed."""
    for program in ("newsboat", "cargo"):
        if not shutil.which(program):
            raise Missing(f"{program} is not installed")
    served = Served(project)
    ann, failed = Desk(dateline, "secret"), 0
    try:
        with tempfile.TemporaryDirectory() as folder:
            newsboat = Newsboat(folder, served.url)
            ann.add(served.url, "ann")

            def same(what, unread):
                seen = {"newsboat": newsboat.unread(), "Dateline": ann.stats()["unread"], "the server": ITEMS - served.read()}
                is_right = set(seen.values()) == {unread}
                print(f"  {what}: {'yes' if is_right else f'FAILED: unread are {seen}, and not {unread}'}", flush=True)
                return not is_right

            failed += same("both see the same from the beginning", ITEMS // 2)
            ann.call("mark", "read", 'title:"Story 19" OR title:"Story 18"')
            ann.sync()
            failed += same("what Dateline marks read, newsboat sees", ITEMS // 2 - 2)
            # Opens the first feed and its newest article.
            newsboat.press(["\r", "\r", "q", "q", "q"])
            ann.sync()
            failed += same("what newsboat marks read, Dateline sees", ITEMS // 2 - 3)
            ann.call("undo")
            ann.sync()
            failed += same("what Dateline takes back, newsboat sees", ITEMS // 2 - 1)
    finally:
        ann.close()
        served.stop()
    return failed
