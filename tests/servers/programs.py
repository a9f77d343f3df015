"""Real servers, installed below a working folder without touching the system, and started on the loopback interface."""
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

PASSWORD = "a-long-password"


class Missing(Exception):
    """What is needed and not here, in a sentence."""


def need(program, package):
    path = shutil.which(program) or next(iter(sorted(pathlib.Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))), None)
    if path is None:
        raise Missing(f"{program} is not installed (Debian: {package})")
    return str(path)


def free_port():
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        return some.getsockname()[1]


def run(command, **how):
    """Runs a program; if it fails, its output is the reason."""
    done = subprocess.run(command, capture_output=True, text=True, **how)
    if done.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def wait_for(url, seconds=30):
    """Waits until something answers at an address, whatever it says."""
    end = time.time() + seconds
    while True:
        try:
            return urllib.request.urlopen(url, timeout=5).close()
        except urllib.error.HTTPError:
            return None
        except OSError:
            if time.time() > end:
                raise
            time.sleep(0.1)


class TtRss:
    """Tiny Tiny RSS of Debian (packages tt-rss, php-php-gettext, php-psr-log, unpacked here) on a PostgreSQL cluster of
    its own. Needs apt-get, php with the modules pgsql, mbstring, xml and intl, and postgresql; as root, both run as nobody.
    """

    name, user, password = "tt-rss", "admin", PASSWORD
    packages = ["tt-rss", "php-php-gettext", "php-psr-log"]

    def __init__(self, work, site):
        self.work, self.site = pathlib.Path(work) / "tt-rss", site
        self.port, self.database = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.account = "nobody" if os.getuid() == 0 else None
        self.php = None

    def start(self):
        php, apt = need("php", "php-cli"), need("apt-get", "apt")
        for program in ("initdb", "pg_ctl", "psql"):
            need(program, "postgresql")
        modules = run([php, "-m"]).split()
        absent = [name for name in ("pgsql", "pdo_pgsql", "mbstring", "xml", "intl") if name.lower() not in map(str.lower, modules)]
        if absent:
            raise Missing(f"PHP lacks the modules {', '.join(absent)} (Debian: php-pgsql, php-mbstring, php-xml, php-intl)")
        self.unpack(apt)
        self.configure()
        self.fill()
        environment = {**os.environ, "PHP_CLI_SERVER_WORKERS": "4"}
        log = open(self.work / "php.log", "w")
        self.php = subprocess.Popen(
            self.as_account([php, *self.settings(), "-S", f"127.0.0.1:{self.port}", "-t", str(self.www)]),
            stdout=log, stderr=log, env=environment, start_new_session=True,
        )
        wait_for(self.url + "/api/")
        self.fetch()

    def as_account(self, command):
        return ["runuser", "-u", self.account, "--", *map(str, command)] if self.account else list(map(str, command))

    @staticmethod
    def settings():
        return ["-d", "display_errors=0", "-d", "allow_url_fopen=1", "-d", "date.timezone=UTC"]

    def unpack(self, apt):
        self.work.mkdir(parents=True, exist_ok=True)
        for package in self.packages:
            if not list(self.work.glob(f"{package}_*.deb")):
                run([apt, "download", "-o", "APT::Sandbox::User=root", package], cwd=self.work)
            run(["dpkg", "-x", str(next(self.work.glob(f"{package}_*.deb"))), str(self.work / "root")])
        self.www = self.work / "root/usr/share/tt-rss/www"
        for link, target in (("config.php", None), ("feed-icons", None)):
            if (self.www / link).is_symlink():
                (self.www / link).unlink()
        (self.www / "feed-icons").mkdir(exist_ok=True)

    def configure(self):
        state = self.work / "state"
        for name in ("lock", "cache/images", "cache/upload", "cache/export", "cache/feeds", "cache/simplepie", "cache/js"):
            (state / name).mkdir(parents=True, exist_ok=True)
        config = (self.work / "root/etc/tt-rss/config.php").read_text()
        for before, after in {
            "include_once('/etc/tt-rss/database.php');":
                f"$dbtype = 'pgsql'; $dbserver = '127.0.0.1'; $dbport = '{self.database}'; $dbuser = 'tester'; "
                "$dbname = 'ttrss'; $dbpass = '';",
            "%SELF_URL_PATH": f"{self.url}/",
            "/var/lib/tt-rss": str(state / "lock"),
            "/var/cache/tt-rss": str(state / "cache"),
            "'syslog'": "''",
            "define('CHECK_FOR_UPDATES', true)": "define('_SKIP_SELF_URL_PATH_CHECKS', true); define('CHECK_FOR_UPDATES', false)",
        }.items():
            config = config.replace(before, after)
        (self.www / "config.php").write_text(config)
        # It fetches nothing from the loopback interface, and forgets ports; this copy does not.
        helper = self.www / "classes/urlhelper.php"
        text = helper.read_text()
        for before, after in {
            "if ($extended_filtering) {": "if (false) {",
            '"127.")': '"no such place")',
            "if (isset($parts['path'])) $tmp": "if (isset($parts['port'])) $tmp .= ':' . $parts['port']; if (isset($parts['path'])) $tmp",
        }.items():
            text = text.replace(before, after)
        helper.write_text(text)
        if self.account:
            run(["chown", "-R", f"{self.account}:", str(self.work)])

    def fill(self):
        data = self.work / "data"
        postgres = self.as_account([need("initdb", "postgresql"), "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8"])
        if not (data / "PG_VERSION").exists():
            run(postgres, cwd=self.work)
        options = f"-p {self.database} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        control = [need("pg_ctl", "postgresql"), "-D", data, "-w", "-l", self.work / "postgresql.log", "-o", options, "start"]
        subprocess.run(self.as_account(control), check=True, cwd=self.work, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.sql("DROP DATABASE IF EXISTS ttrss", database="postgres")
        self.sql("CREATE DATABASE ttrss", database="postgres")
        schema = self.work / "root/usr/share/tt-rss/schema/ttrss_schema_pgsql.sql"
        run(self.psql("ttrss") + ["-q", "-f", str(schema)])
        import hashlib
        secret = "SHA1:" + hashlib.sha1(self.password.encode()).hexdigest()
        # It fetches only for users who have logged in, and keeps their settings from the first login on.
        self.sql(f"UPDATE ttrss_users SET pwd_hash = '{secret}', last_login = NOW() WHERE login = 'admin'")
        self.sql("INSERT INTO ttrss_user_prefs (owner_uid, pref_name, value) SELECT 1, pref_name, def_value FROM ttrss_prefs")
        self.allow(True)
        self.sql("DELETE FROM ttrss_feeds")
        self.sql("INSERT INTO ttrss_feed_categories (title, owner_uid) VALUES ('Sea', 1)")
        self.sql("INSERT INTO ttrss_labels2 (caption, owner_uid) VALUES ('boats', 1)")
        for number in self.site.feeds:
            category = "(SELECT id FROM ttrss_feed_categories WHERE title = 'Sea')" if number == 1 else "NULL"
            self.sql(
                "INSERT INTO ttrss_feeds (owner_uid, title, feed_url, cat_id) "
                f"VALUES (1, 'Town {number}', '{self.site.url(number)}', {category})"
            )

    def psql(self, database):
        return ["psql", "-h", "127.0.0.1", "-p", str(self.database), "-U", "tester", "-v", "ON_ERROR_STOP=1", database]

    def sql(self, statement, database="ttrss"):
        return run([*self.psql(database), "-Atqc", statement])

    def allow(self, is_on):
        """Switches the interface for other programs on or off."""
        self.sql(f"UPDATE ttrss_user_prefs SET value = '{str(is_on).lower()}' WHERE pref_name = 'ENABLE_API_ACCESS'")

    def fetch(self):
        """Lets the server fetch its feeds."""
        self.sql("UPDATE ttrss_feeds SET last_updated = NULL, last_update_started = NULL, last_unconditional = NULL")
        for path in (self.work / "state/cache/feeds").glob("*"):
            path.unlink()
        update = self.www / "update.php"
        run(self.as_account([need("php", "php-cli"), *self.settings(), "-d", "error_reporting=1", update, "--feeds", "--quiet"]), cwd=self.www)

    def count(self):
        return int(self.sql("SELECT count(*) FROM ttrss_user_entries"))

    def unread(self):
        return int(self.sql("SELECT count(*) FROM ttrss_user_entries WHERE unread"))

    def stop(self):
        if self.php:
            os.killpg(self.php.pid, 15)
            self.php.wait()
        control = [need("pg_ctl", "postgresql"), "-D", self.work / "data", "-m", "fast", "-w", "stop"]
        subprocess.run(self.as_account(control), cwd=self.work, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Coldsweat:
    """Coldsweat of PyPI, which speaks Fever, in a virtual environment of its own. Needs a Python with venv and pip."""

    name, user, password = "coldsweat", "ann@example.org", PASSWORD

    def __init__(self, work, site):
        self.work, self.site = pathlib.Path(work) / "coldsweat", site
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.database = self.work / "news.db"
        self.process = None

    def start(self):
        self.work.mkdir(parents=True, exist_ok=True)
        self.program = self.work / "venv/bin/coldsweat"
        if not self.program.exists():
            run([sys.executable, "-m", "venv", str(self.work / "venv")])
            run([str(self.work / "venv/bin/pip"), "install", "-q", "coldsweat"])
        for path in self.work.glob("news.db*"):
            path.unlink()
        self.environment = {
            **os.environ, "FLASK_DATABASE_URL": f"sqlite:///{self.database}", "FLASK_SECRET_KEY": "for this test alone",
        }
        self.call("setup", self.user, "-p", self.password)
        (self.work / "feeds.opml").write_text(self.site.opml({1: "Sea"}))
        self.call("import", str(self.work / "feeds.opml"), self.user)
        self.call("fetch")
        log = open(self.work / "server.log", "w")
        self.process = subprocess.Popen(
            [str(self.program), "run", "-p", str(self.port)], stdout=log, stderr=log, env=self.environment, cwd=self.work,
        )
        wait_for(self.url)

    def call(self, *arguments):
        return run([str(self.program), *arguments], env=self.environment, cwd=self.work)

    def sql(self, statement):
        import sqlite3
        with sqlite3.connect(self.database) as database:
            return database.execute(statement).fetchall()

    def fetch(self):
        self.sql("UPDATE feeds SET last_checked_on = NULL, last_updated_on = NULL, etag = ''")
        self.call("fetch")

    def count(self):
        return self.sql("SELECT count(*) FROM entries")[0][0]

    def unread(self):
        return self.count() - self.sql("SELECT count(*) FROM read")[0][0]

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait()
