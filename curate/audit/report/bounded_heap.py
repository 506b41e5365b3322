"""A heap that keeps the items of highest rank within a limit on their total size."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")
Rank = tuple[float, int, str]  # the last part is unique, so that no two ranks are equal


class BoundedHeap(Generic[T]):
    """Keep the items of highest rank whose sizes add up to at most `capacity`."""

    def __init__(self, capacity: int) -> None:
        self._capacity = self._room = capacity
        self._heap: list[tuple[Rank, int, T]] = []

    def accepts(self, rank: Rank, size: int) -> bool:
        """Would an item of this rank and size stay?"""
        return size <= self._room or (size <= self._capacity and rank > self._heap[0][0])

    def push(self, rank: Rank, size: int, item: T) -> list[tuple[int, T]]:
        """Add an item, and return those that had to leave for it, with their sizes."""
        heapq.heappush(self._heap, (rank, size, item))
        self._room -= size
        evicted = []
        while self._room < 0:
            _, freed, lowest = heapq.heappop(self._heap)
            self._room += freed
            evicted.append((freed, lowest))
        return evicted

    def items(self) -> Iterator[T]:
        return (item for _, _, item in self._heap)
