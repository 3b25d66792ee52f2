"""Rows that are measured in turn, again and again, so that whatever else the machine does meets all of them."""

import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.run import load, machine
from bench.run.servers import Server


@dataclass
class Row:
    """One page of one side: whom it asks for what, and what each round found."""

    name: str
    side: str
    server: Server
    requests: Iterator[bytes]
    status: int = 200
    rates: list[float] = field(default_factory=list)  # answers a second
    costs: list[float] = field(default_factory=list)  # milliseconds of processor time, Postgres' included
    others: list[float] = field(default_factory=list)  # cores that neither the servers nor the generator kept busy

    def run(self, seconds: float) -> None:
        used, busy = machine.cpu(self.server.pids), machine.busy()
        done = load.ask(self.server.address, self.requests, seconds, self.status)
        used, busy = machine.cpu(self.server.pids) - used, machine.busy() - busy
        self.rates.append(done.answers / done.seconds)
        self.costs.append(1000 * used / done.answers)
        self.others.append(max(0.0, (busy - used - done.own) / done.seconds))

    @property
    def rate(self) -> float:
        return statistics.median(self.rates)

    @property
    def cost(self) -> float:
        return statistics.median(self.costs)


def run(rows: list[Row], seconds: float, rounds: int) -> None:
    """Measure all rows in each round, in every second round from the last to the first."""
    for row in rows:
        row.run(seconds / 2)  # templates are compiled, connections opened
    for row in rows:
        row.rates, row.costs, row.others = [], [], []
    for number in range(rounds):
        for row in rows if number % 2 == 0 else reversed(rows):
            row.run(seconds)


def times(one: list[float], other: list[float]) -> list[float]:
    """Return how many times as much one is as the other, round by round: least, median, most."""
    ratios = [a / b for a, b in zip(one, other, strict=True)]
    return [round(value, 2) for value in (min(ratios), statistics.median(ratios), max(ratios))]
