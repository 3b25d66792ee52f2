"""People and scripts that sign, as streams of what a site sees of them. Every name and address is invented."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from disposable_email_domains import blocklist

MAILBOXES = ["gmail.com"] * 9 + [
    "outlook.com",
    "hotmail.com",
    "yahoo.com",
    "gmx.de",
    "orange.fr",
    "proton.me",
    "web.de",
]
_SYLLABLES = "ka lo mi ren sa ta vi no el da ri mo be han jo lu pe sti ana ul ger bra fen zo wi hel mar tin os qua"
SYLLABLES = _SYLLABLES.split()
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
DISPOSABLE = [
    "mailinator.com",
    "guerrillamail.com",
    "yopmail.com",
    "trashmail.com",
    "10minutemail.com",
    "sharklasers.com",
]
# What honest people use who do not want to be written to: these, and many others.
THROWAWAYS = DISPOSABLE + sorted(blocklist)[100:10000:290]


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit with a signature, and the button that follows it after so many seconds (None: never)."""

    stream: str
    is_scripted: bool
    at: datetime
    name: str
    email: str
    network: str
    seconds: int
    confirms_after: float | None


class Crowd:
    def __init__(self, start: datetime, seed: int = 7):
        self.start, self.chance = start, random.Random(seed)

    def word(self, least=2, most=4):
        return "".join(self.chance.choice(SYLLABLES) for _ in range(self.chance.randint(least, most)))

    def name(self):
        return f"{self.word(1, 3)} {self.word(2, 3)}".title()

    def address(self, name, domain):
        first, last = name.lower().split()[:2]
        form = self.chance.choice(["{0}.{1}", "{0}{1}", "{1}{2}", "{0}.{1}{2}"])
        return form.format(first, last, self.chance.randint(1, 2010)) + "@" + domain

    def network(self):
        return f"{self.chance.randint(1, 220)}.{self.chance.randint(0, 255)}.{self.chance.randint(0, 255)}.0/24"

    def person(self, stream, begins, lasts, network, domain=None, **said):
        """Return an honest visit: reads, types or lets the browser type, finds the mail some time later."""
        chance, name = self.chance, said.get("name") or self.name()
        if domain is None:
            rare = chance.random()
            domain = chance.choice(THROWAWAYS) if rare < 0.0025 else (
                f"{self.word()}.example" if rare < 0.12 else chance.choice(MAILBOXES)
            )  # fmt: skip
        return Visit(
            stream=stream, is_scripted=False, at=self.start + timedelta(seconds=begins + chance.random() * lasts),
            name=name, email=said.get("email") or self.address(name, domain), network=network,
            seconds=2 if chance.random() < 0.02 else int(chance.lognormvariate(3.6, 0.7)) + 3,
            confirms_after=None if chance.random() < 0.1 else chance.lognormvariate(4.5, 1.2) + 6,
        )  # fmt: skip

    def script(self, stream, begins, lasts, network, email, *, name=None, hurries=True):
        chance = self.chance
        return Visit(
            stream=stream, is_scripted=True, at=self.start + timedelta(seconds=begins + chance.random() * lasts),
            name=name or self.name(), email=email, network=network,
            seconds=1 if hurries else int(chance.uniform(15, 90)),
            confirms_after=chance.uniform(2, 7) if hurries else chance.uniform(40, 900),
        )  # fmt: skip

    def random_mailbox(self, domain, length=9):
        return "".join(self.chance.choice(LETTERS) for _ in range(length)) + "@" + domain

    # Honest people

    def campus(self, number, begins=0, lasts=3600):
        """A university: one network, most of them with its own addresses (s1234567 or first.last)."""
        for _ in range(number):
            if self.chance.random() < 0.7:
                name = self.name()
                local = (
                    f"s{self.chance.randint(1000000, 9999999)}"
                    if self.chance.random() < 0.6
                    else name.lower().replace(" ", ".")
                )
                said = {"name": name, "email": f"{local}@students.uni.example"}
                yield self.person("campus", begins, lasts, "192.0.2.0/24", "-", **said)
            else:
                yield self.person("campus", begins, lasts, "192.0.2.0/24")

    def carrier(self, number, begins=0, lasts=3600):
        for _ in range(number):
            yield self.person("mobile carrier", begins, lasts, "198.51.100.0/24")

    def tor(self, number, begins=0, lasts=3600):
        exits = [f"185.220.{n}.0/24" for n in range(12)]
        for _ in range(number):
            yield self.person("Tor", begins, lasts, self.chance.choice(exits))

    def surge(self, number, begins=0, lasts=1800):
        """A newsletter went out: thousands within the hour, most of them first."""
        for _ in range(number):
            yield self.person("newsletter surge", begins, lasts * self.chance.random(), self.network())

    def trickle(self, number, begins=0, lasts=7200):
        for _ in range(number):
            yield self.person("slow trickle", begins, lasts, self.network())

    def families(self, number, begins=0, lasts=7200):
        """Up to six people with one mailbox: family+name@…, one after the other at one table."""
        for _ in range(number):
            last, network, at = self.word(), self.network(), begins + self.chance.random() * lasts
            for first in {self.word(1, 2) for _ in range(self.chance.randint(2, 6))}:
                said = {"name": f"{first} {last}".title(), "email": f"{last}+{first}@{last}-family.example"}
                yield self.person("family", at, 600, network, "-", **said)

    # Scripts

    def one_network(self, number, begins=0, lasts=3600):
        """A rented server and a hundred catch-all domains; names and waiting times as people have them."""
        domains = [f"{self.word()}{n}.example" for n in range(100)]
        for _ in range(number):
            email = self.address(self.name(), self.chance.choice(domains))
            yield self.script("one /24, catch-all", begins, lasts, "203.0.113.0/24", email, hurries=False)

    def aliases(self, number, begins=0, lasts=3600):
        """Plus signs and dots in a few mailboxes, some at providers that ignore them, some elsewhere."""
        for _ in range(number):
            base = self.chance.choice(["wordsmith", "printerdevil", "inkwell"])
            domain = self.chance.choice(["gmail.com", "own-domain.example"])
            local = base[: (cut := self.chance.randint(1, 6))] + self.chance.choice(["", "."]) + base[cut:]
            email = f"{local}+{self.chance.randint(1, 99999)}@{domain}"
            yield self.script("plus and dot aliases", begins, lasts, self.network(), email, hurries=False)

    def pool(self, number, begins=0, lasts=3600):
        """Five hundred rented addresses in as many networks, a program that fills in forms, twenty domains."""
        networks = [self.network() for _ in range(500)]
        domains = [f"{self.word()}-{n}.example" for n in range(20)]
        for _ in range(number):
            email = self.random_mailbox(self.chance.choice(domains))
            yield self.script("pool of 500 networks", begins, lasts, self.chance.choice(networks), email)

    def throwaways(self, number, begins=0, lasts=3600):
        for _ in range(number):
            email = self.address(self.name(), self.chance.choice(DISPOSABLE))
            yield self.script("disposable domains", begins, lasts, self.network(), email, hurries=False)

    def headless(self, number, begins=0, lasts=3600):
        """Bought mailboxes at the large providers, each from another network, filled in by a program."""
        for _ in range(number):
            email = self.address(self.name(), self.chance.choice(MAILBOXES))
            yield self.script("headless quick forms", begins, lasts, self.network(), email)

    def patient(self, number, begins=0, lasts=3600):
        """The same, waiting as long as people do: what cannot be told from people, shown so that nobody forgets it."""
        for _ in range(number):
            name = self.name()
            email = self.address(name, self.chance.choice(MAILBOXES))
            yield self.script(
                "patient, bought mailboxes", begins, lasts, self.network(), email, name=name, hurries=False
            )
