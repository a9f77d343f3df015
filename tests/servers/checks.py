"""What is tried with a server: each check is a journey of two Datelines, `ann` and `bob`, with the same account. What one
does, the other has to see, so that no check needs to know the protocol."""
from desk import Desk, number

LABELS = {"google-reader", "tt-rss"}
FEEDS = {"google-reader", "miniflux", "nextcloud", "tt-rss"}
NAMES = {"google-reader", "miniflux", "nextcloud"}


class Cannot(Exception):
    """The protocol does not support it, and Dateline says so."""


class Trial:
    def __init__(self, ann, bob, server, site):
        self.ann, self.bob, self.server, self.site = ann, bob, server, site
        self.protocol = None

    def both(self):
        """What ann did arrives at bob's."""
        self.ann.sync()
        self.bob.sync()

    def found(self):
        """the address is found out, and all articles come"""
        said = self.ann.add(self.server.url, self.server.user)
        self.bob.add(self.server.url, self.server.user)
        self.protocol = self.ann.account()["protocol"]
        wanted, got = self.site.total(), self.ann.stats()["articles"]
        assert got == wanted, f"{got} of {wanted} articles\n{said}"
        assert self.ann.feeds().keys() == {f"Town {number}" for number in self.site.feeds}, self.ann.feeds().keys()
        assert self.ann.stats()["unread"] == self.server.unread()

    def text(self):
        """titles, texts and dates are those of the feed"""
        article = self.ann.article("Report 2.007")
        assert article["title"] == "Report 2.007 & more", article
        assert article["published"].startswith("2025-03-01T07:02"), article
        assert "pier 6 of town 2 was empty" in self.ann.call("show", str(article["id"]))

    def folders(self):
        """a folder there is a tag of the feed here"""
        assert self.ann.feeds()["Town 1"]["tags"] == ["Sea"], self.ann.feeds()

    def read(self):
        """read and unread again"""
        for mark, is_unread in (("read", False), ("unread", True)):
            self.ann.call("mark", mark, 'title:"Report 1.003"')
            self.both()
            assert self.bob.article("Report 1.003")["unread"] is is_unread

    def bookmarked(self):
        """bookmarked, and no longer"""
        for mark, is_marked in (("bookmark", True), ("unbookmark", False)):
            self.ann.call("mark", mark, 'title:"Report 2.004" OR title:"Report 3.005"')
            self.both()
            for title in ("Report 2.004", "Report 3.005"):
                assert self.bob.article(title)["bookmarked"] is is_marked, title

    def labelled(self):
        """a tag is a label"""
        if self.protocol not in LABELS:
            raise Cannot
        self.ann.call("tag", "boats", 'title:"Report 1.006"')
        self.both()
        assert self.bob.article("Report 1.006")["tags"] == ["boats"]
        self.ann.call("tag", "boats", 'title:"Report 1.006"', "--remove")
        self.both()
        assert self.bob.article("Report 1.006")["tags"] == []

    def undone(self):
        """what is undone offline is not sent; what is undone later is sent as its inverse"""
        self.ann.call("mark", "read", 'title:"Report 1.009"')
        self.ann.call("undo")
        self.both()
        assert self.bob.article("Report 1.009")["unread"]
        self.ann.call("mark", "read", 'title:"Report 1.009"')
        self.both()
        self.ann.call("undo")
        self.both()
        assert self.bob.article("Report 1.009")["unread"]

    def many(self):
        """many marks at once, a first synchronisation where all is read, and the marks taken back"""
        self.ann.call("mark", "read", "is:unread")
        self.both()
        assert (self.server.unread(), self.bob.stats()["unread"]) == (0, 0), self.server.unread()
        # Whoever comes now gets all of it, though nothing is unread.
        carl = Desk(self.ann.program, self.server.password)
        carl.add(self.server.url, self.server.user)
        got = carl.stats()["articles"]
        carl.close()
        assert got == self.site.total(), f"{got} of {self.site.total()} articles in a new library"
        self.ann.call("undo")
        self.both()
        assert self.bob.stats()["unread"] == self.server.unread() == self.site.total()

    def new(self):
        """new articles, some of which are read there already"""
        for feed in list(self.site.feeds):
            self.site.publish(feed, 30)
        self.server.fetch()
        said = self.ann.sync()
        assert number(said, "new article") == 30 * len(self.site.feeds) or self.ann.stats()["articles"] == self.site.total(), said
        assert self.ann.stats()["unread"] == self.server.unread()

    def nothing_new(self):
        """a round with nothing new changes nothing"""
        self.both()
        before = self.ann.stats()
        said = self.ann.sync()
        assert self.ann.stats()["articles"] == before["articles"] and self.ann.account()["waiting"] == 0, said

    def subscribed(self):
        """a feed is added, and removed, and restored"""
        if self.protocol not in FEEDS:
            raise Cannot
        number = max(self.site.feeds) + 1
        self.site.publish(number, 5)
        name = self.ann.account()["name"]
        self.ann.call("add", self.site.url(number), "--no-refresh")
        self.ann.call("account", "take", name, self.site.url(number))
        self.ann.sync()
        self.server.fetch()
        self.both()
        title = f"Town {number}"
        assert title in self.bob.feeds(), self.bob.feeds().keys()
        assert self.bob.article(f"Report {number}.002")["unread"], "it came as read"
        self.ann.call("feeds", "remove", title)
        self.both()
        assert title not in self.bob.feeds(), "it is still followed"
        self.ann.call("undo")
        self.both()
        for desk in (self.ann, self.bob):
            assert title in desk.feeds(), f"not followed again: {desk.feeds().keys()}"

    def renamed(self):
        """a feed is renamed and moved to another folder"""
        if self.protocol not in NAMES:
            self.ann.call("feeds", "rename", "Town 2", "Harbour")
            said = self.ann.call("account", "sync", fails=True)
            assert "cannot be changed from here" in said, said
            self.ann.call("undo")
            raise Cannot
        self.ann.call("feeds", "rename", "Town 2", "Harbour")
        self.ann.call("feeds", "tag", "Town 3", "Land")
        self.both()
        assert "Harbour" in self.bob.feeds() and self.bob.feeds()["Town 3"]["tags"] == ["Land"], self.bob.feeds()

    def refused(self):
        """a wrong password is told, and never shown"""
        ann, secret = self.ann, self.ann.secret
        with open(secret, "r+") as file:
            right = file.read()
            file.seek(0)
            file.truncate()
            file.write("wr0ng-w0rd\n")
        said = ann.call("account", "sync", fails=True)
        with open(secret, "w") as file:
            file.write(right)
        assert "does not accept the password" in said and "wr0ng" not in said, said
        ann.sync()

    def switched_off(self):
        """an interface that is switched off is told"""
        if not hasattr(self.server, "allow"):
            raise Cannot
        self.server.allow(False)
        said = self.ann.call("account", "sync", fails=True)
        self.server.allow(True)
        assert "switched off" in said and "Enable API" in said, said
        self.ann.sync()

    ALL = (found, text, folders, read, bookmarked, labelled, undone, many, new, nothing_new, subscribed, renamed, refused, switched_off)


class Elsewhere(Trial):
    """A server that somebody uses: only marks of its newest article are changed, and changed back."""

    def found(self):
        """the address is found out, and articles come"""
        self.ann.add(self.server.url, self.server.user)
        self.bob.add(self.server.url, self.server.user)
        self.protocol = self.ann.account()["protocol"]
        assert self.ann.stats()["articles"] == self.bob.stats()["articles"] > 0
        self.one = self.ann.newest(1)[0]

    def there(self):
        return next(row for row in self.bob.newest(50) if row["title"] == self.one["title"])

    def back_and_forth(self, field, marks):
        before = self.one[field]
        for to in (not before, before):
            self.ann.call("mark", marks[to], f'title:"{self.one["title"]}"')
            self.both()
            assert self.there()[field] is to

    def read(self):
        """read and unread again"""
        self.back_and_forth("unread", {True: "unread", False: "read"})

    def bookmarked(self):
        """bookmarked, and no longer"""
        self.back_and_forth("bookmarked", {True: "bookmark", False: "unbookmark"})

    ALL = (found, read, bookmarked, Trial.nothing_new, Trial.refused)
