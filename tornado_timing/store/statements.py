"""Statements that are made from the structures whose fields a table's columns are."""

import sqlite3
from collections.abc import Iterator
from typing import TypeVar

import msgspec
from msgspec import Struct

from tornado_timing.store.writer import ROWS

Item = TypeVar("Item", bound=Struct)

ALL = "TRUE"
DELETED = "deleted_at_ms IS NOT NULL"
PRESENT = "deleted_at_ms IS NULL"


def insert(table: str, kind: type[Struct]) -> str:
    """A bulk statement. A table's columns are the fields of what it holds, by the same names."""
    return f"INSERT INTO {table} ({', '.join(kind.__struct_fields__)}) VALUES {ROWS}"


def upsert(table: str, kind: type[Struct]) -> str:
    """A bulk statement that adds rows or changes those with the same id."""
    changes = ", ".join(f"{field} = excluded.{field}" for field in kind.__struct_fields__)
    return f"{insert(table, kind)} ON CONFLICT (id) DO UPDATE SET {changes}"


def select(
    connection: sqlite3.Connection, table: str, kind: type[Item], which: str, order: str = "id"
) -> Iterator[Item]:
    """The rows of `table` for which `which` holds, as the structures that they hold."""
    fields = kind.__struct_fields__
    for row in connection.execute(
        f"SELECT {', '.join(fields)} FROM {table} WHERE {which} ORDER BY {order}"
    ):
        # Not strict: SQLite has no booleans but 0 and 1.
        yield msgspec.convert(dict(zip(fields, row, strict=True)), kind, strict=False)
