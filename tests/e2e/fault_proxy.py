"""A TCP proxy between two processes that can break the traffic at a chosen moment."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress


class FaultProxy:
    """Forwards ``port`` to ``target``; ``on_request`` and ``on_response`` see each chunk and may hold or drop it.

    A hook returns the seconds to hold the chunk, or None to cut the connection.
    """

    def __init__(self, port: int, target: int) -> None:
        self.port, self.target = port, target
        self.on_request: Callable[[bytes], float | None] = lambda chunk: 0.0
        self.on_response: Callable[[bytes], float | None] = lambda chunk: 0.0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()

    def start(self) -> "FaultProxy":
        """Listen."""
        self._thread.start()
        assert self._ready.wait(5)
        return self

    def stop(self) -> None:
        """Stop listening and drop all connections."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def heal(self) -> None:
        """Forward everything again."""
        self.on_request = lambda chunk: 0.0
        self.on_response = lambda chunk: 0.0

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(asyncio.start_server(self._connect, "127.0.0.1", self.port))
        self._ready.set()
        self._loop.run_forever()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            upstream_reader, upstream_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        await asyncio.gather(
            self._pump(reader, upstream_writer, lambda chunk: self.on_request(chunk), writer),
            self._pump(upstream_reader, writer, lambda chunk: self.on_response(chunk), upstream_writer),
        )

    async def _pump(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        hook: Callable[[bytes], float | None],
        other: asyncio.StreamWriter,
    ) -> None:
        with suppress(ConnectionError):
            while chunk := await reader.read(65536):
                held = hook(chunk)
                if held is None:
                    other.transport.abort()
                    break
                if held:
                    await asyncio.sleep(held)
                writer.write(chunk)
                await writer.drain()
        writer.transport.abort() if writer.transport.is_closing() else writer.close()
