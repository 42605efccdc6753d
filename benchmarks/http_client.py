"""One HTTP request over one connection."""

import asyncio
from typing import Any

import msgspec

from benchmarks.errors import BenchmarkError

TIMEOUT_S = 60.0


class RequestError(BenchmarkError):
    """The server answered another status than 2xx; holds the status and the body."""


async def request(
    host: str, port: int, method: str, path: str, body: Any = None, access: str | None = None
) -> Any:
    """Send a request with an optional JSON body and access token; return the decoded answer.

    Raises RequestError, OSError or TimeoutError.
    """
    return read_answer(await _answer(host, port, request_bytes(host, method, path, body, access)))


async def request_file(host: str, port: int, path: str, access: str) -> bytes:
    """Get a file with an access token. Raises RequestError, OSError or TimeoutError."""
    return _body(await _answer(host, port, request_bytes(host, "GET", path, None, access)))


async def _answer(host: str, port: int, question: bytes) -> bytes:
    async with asyncio.timeout(TIMEOUT_S):
        reader, writer = await asyncio.open_connection(host, port)
        try:
            writer.write(question)
            return await reader.read()
        finally:
            writer.close()


def request_bytes(
    host: str, method: str, path: str, body: Any = None, access: str | None = None
) -> bytes:
    """Return a request after whose answer the server closes the connection."""
    content = b"" if body is None else msgspec.json.encode(body)
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n"
    )
    if access is not None:
        head += f"Authorization: Bearer {access}\r\n"
    return head.encode() + b"\r\n" + content


def read_answer(answer: bytes) -> Any:
    """Return the JSON of a whole answer. Raises RequestError."""
    body = _body(answer)
    return msgspec.json.decode(body) if body else None


def _body(answer: bytes) -> bytes:
    head, _, body = answer.partition(b"\r\n\r\n")
    status = head.split(b" ", 2)[1:2]
    if not status or not status[0].startswith(b"2"):
        raise RequestError(answer[:500].decode(errors="replace"))
    if b"transfer-encoding: chunked" in head.lower():
        raise RequestError("a chunked answer, which is not read here")
    return body
