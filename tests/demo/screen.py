"""What a demonstration prints, kept for tests."""

import asyncio
import re


class Screen:
    """Keeps what is printed; `until` waits for a line that matches."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._changed = asyncio.Event()

    def echo(self, line: str) -> None:
        """Prints a line."""
        self.lines.append(line)
        self._changed.set()

    def find(self, pattern: str) -> re.Match[str] | None:
        """The first line in which the pattern is."""
        return next((found for line in self.lines if (found := re.search(pattern, line))), None)

    async def until(self, pattern: str) -> re.Match[str]:
        """Waits for a line in which the pattern is."""
        while (found := self.find(pattern)) is None:
            self._changed.clear()
            await self._changed.wait()
        return found
