"""Tables as lines of plain text: one a row, with the name of the column before each value where there is one."""

from dataclasses import dataclass

_WIDEST = 50  # columns; a number in an attribute must not make a row of a hundred thousand


@dataclass
class _Cell:
    across: int
    down: int
    is_header: bool
    words: str = ""


class Table:
    """A table while it is read: ``start_row``, then for each cell ``start_cell`` and ``end_cell``."""

    def __init__(self):
        self._rows: list[list[_Cell]] = []

    def start_row(self) -> None:
        self._rows.append([])

    def start_cell(self, attributes: dict, is_header: bool) -> None:
        if not self._rows:
            self.start_row()
        across, down = (_number(attributes.get(name, "")) for name in ("colspan", "rowspan"))
        self._rows[-1].append(_Cell(across, down, is_header))

    def end_cell(self, text: str) -> None:
        self._rows[-1][-1].words = text

    def lines(self) -> list[str]:
        """Return a line for each row: ``Town: Lyon | Date: 4 May`` below a row of headers, else ``Lyon | 4 May``.

        A row's own header stands before a colon where the columns have no names.
        """
        rows = [row for row in self._grid() if any(cell.words for cell in row)]
        names = []
        if len(rows) > 1 and all(cell.is_header for cell in rows[0]):
            names, rows = [cell.words for cell in rows[0]], rows[1:]
        return [_line(row, names) for row in rows]

    def _grid(self) -> list[list[_Cell]]:
        """Return the rows with each cell once for every column and row it covers."""
        covered: dict[int, tuple[int, _Cell]] = {}  # column: for how many rows more, by which cell
        grid = []
        for row in self._rows:
            full, cells, column = [], iter(row), 0
            while column < _WIDEST:
                if column in covered:
                    left, cell = covered.pop(column)
                    full.append(cell)
                    if left > 1:
                        covered[column] = (left - 1, cell)
                    column += 1
                    continue
                begun = next(cells, None)
                if begun is None:
                    break
                for _each in range(begun.across):
                    full.append(begun)
                    if begun.down > 1:
                        covered[column] = (begun.down - 1, begun)
                    column += 1
            grid.append(full)
        return grid


def _line(row: list[_Cell], names: list[str]) -> str:
    parts, before = [], None
    for column, cell in enumerate(row):
        if cell is before:  # one cell across several columns is said once
            continue
        before, name = cell, names[column] if column < len(names) else ""
        if cell.words:
            parts.append(f"{name}: {cell.words}" if name else cell.words)
    if not names and len(parts) > 1 and row[0].is_header:
        return f"{parts[0]}: {' | '.join(parts[1:])}"
    return " | ".join(parts)


def _number(value: str) -> int:
    return min(max(int(value), 1), _WIDEST) if value.isdecimal() else 1
