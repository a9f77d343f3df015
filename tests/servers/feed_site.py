"""Feeds on the loopback interface, for servers to fetch."""
import datetime
import html
import http.server
import threading

BEGINNING = datetime.datetime(2025, 3, 1, 6, 0, tzinfo=datetime.timezone.utc)


class Site:
    """Some feeds; each has articles that no other has."""

    def __init__(self, feeds, articles):
        self.feeds = {number: [] for number in range(1, feeds + 1)}
        for number in self.feeds:
            self.publish(number, articles)
        handler = type("Handler", (Handler,), {"site": self})
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def publish(self, number, count):
        """Adds articles to a feed."""
        feed = self.feeds.setdefault(number, [])
        first = len(feed) + 1
        feed.extend(f"Report {number}.{at:03}" for at in range(first, first + count))

    def url(self, number):
        return f"http://127.0.0.1:{self.port}/feed{number}.xml"

    def total(self):
        return sum(len(articles) for articles in self.feeds.values())

    def rss(self, number):
        items = []
        for at, title in enumerate(self.feeds[number]):
            moment = BEGINNING + datetime.timedelta(minutes=10 * at + number)
            link = f"http://127.0.0.1:{self.port}/{number}/{at}"
            text = html.escape(f"<p>{title}: the ferry left at noon, and pier {at} of town {number} was <b>empty</b>.</p>")
            items.append(
                f"<item><title>{title} &amp; more</title><link>{link}</link><guid>{link}</guid>"
                f"<pubDate>{moment:%a, %d %b %Y %H:%M:%S} GMT</pubDate><description>{text}</description></item>"
            )
        items.reverse()
        return (
            f"<?xml version='1.0'?><rss version='2.0'><channel><title>Town {number}</title>"
            f"<link>http://127.0.0.1:{self.port}/{number}</link><description>Town</description>{''.join(items)}</channel></rss>"
        )

    def opml(self, folders):
        """The feeds as OPML, those with a folder in it."""
        lines = []
        for number in self.feeds:
            line = f"<outline type='rss' text='Town {number}' title='Town {number}' xmlUrl='{self.url(number)}'/>"
            folder = folders.get(number)
            lines.append(f"<outline text='{folder}' title='{folder}'>{line}</outline>" if folder else line)
        return f"<opml version='1.1'><head><title>Towns</title></head><body>{''.join(lines)}</body></opml>"


class Handler(http.server.BaseHTTPRequestHandler):
    site = None

    def do_GET(self):
        number = self.path.removeprefix("/feed").removesuffix(".xml")
        is_feed = number.isdigit() and int(number) in self.site.feeds
        body = self.site.rss(int(number)).encode() if is_feed else b"nothing here"
        self.send_response(200 if is_feed else 404)
        self.send_header("Content-Type", "application/rss+xml" if is_feed else "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET

    def log_message(self, *_):
        pass
