"""A Dateline with a library of its own, as a user works with it: through its commands."""
import json
import os
import re
import subprocess
import tempfile


class Desk:
    def __init__(self, program, password):
        self.program = program
        self.folder = tempfile.TemporaryDirectory(prefix="dateline-")
        self.secret = os.path.join(self.folder.name, "password")
        with open(os.open(self.secret, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(password + "\n")

    def call(self, *words, fails=False):
        """Carries out a command; its output, or what it complains about if it has to fail."""
        home = os.path.join(self.folder.name, "library")
        command = [self.program, *words, "--library", home]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600)
        if (done.returncode != 0) != fails:
            raise AssertionError(f"dateline {' '.join(words)}: status {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stderr if fails else done.stdout

    def lines(self, *words):
        return [json.loads(line) for line in self.call(*words, "--json").splitlines()]

    def add(self, url, user, protocol=None):
        name = ["--user", user] if user else []
        which = ["--protocol", protocol] if protocol else []
        return self.call("account", "add", url, *name, *which, "--password-file", self.secret)

    def sync(self):
        return self.call("account", "sync")

    def account(self):
        return self.lines("account", "list")[0]

    def stats(self):
        return json.loads(self.call("stats", "--json"))

    def feeds(self):
        return {feed["title"]: feed for feed in self.lines("feeds")}

    def article(self, title):
        found = [row for row in self.lines("find", f'title:"{title}"', "--limit", "50") if row["title"].startswith(title)]
        if len(found) != 1:
            raise AssertionError(f"{title}: {len(found)} articles")
        return found[0]

    def newest(self, count):
        return self.lines("find", "is:unread OR is:read", "--order", "newest", "--limit", str(count))

    def close(self):
        self.folder.cleanup()


def number(text, word):
    """The number before a word in a sentence."""
    found = re.search(rf"([\d,]+) {word}", text)
    return int(found.group(1).replace(",", "")) if found else 0
