"""What hardly ever changes is kept for a moment."""

from core.recent import Recent


def test_it_is_made_once_for_each_key_until_it_is_forgotten():
    memory, made = Recent(seconds=60), []

    def make():
        made.append(len(made))
        return made[-1]

    assert [memory.get(key, make) for key in ("alice", "bob", "alice", "bob")] == [0, 1, 0, 1]
    memory.forget()
    assert memory.get("alice", make) == 2


def test_it_is_made_anew_when_the_time_is_over():
    memory = Recent(seconds=0)
    values = iter("ab")
    assert [memory.get("alice", values.__next__) for _ in range(2)] == ["a", "b"]
