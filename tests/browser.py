"""A page in headless Chromium, spoken to by its DevTools protocol: what a person would see of it, once it is there."""

import asyncio
import contextlib
import itertools
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

QUIET = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--remote-debugging-port=0",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=1300,1400",
)  # fmt: skip
PATIENCE = 40.0
LOOK = 0.1


@dataclass
class Page:
    """One page of a running browser."""

    socket: aiohttp.ClientWebSocketResponse
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    async def tell(self, method: str, **told: object) -> Any:
        """Send one command and return its result."""
        number = next(self.numbers)
        await self.socket.send_json({"id": number, "method": method, "params": told})
        async for message in self.socket:
            answer = message.json()
            if answer.get("id") == number:
                return answer["result"]
        raise AssertionError("the browser went away")

    async def goes_to(self, address: str) -> None:
        """Open an address."""
        await self.tell("Page.navigate", url=address)

    async def text(self) -> str:
        """Return the words that the page shows now."""
        found = await self.tell("Runtime.evaluate", expression="document.body ? document.body.innerText : ''")
        return str(found["result"].get("value", ""))

    async def shows(self, words: str) -> str:
        """Wait until the page shows these words, and return all that it shows."""
        shown = ""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while words not in (shown := await self.text()):
                    await asyncio.sleep(LOOK)
        assert words in shown, f"the page never showed {words!r}, but: {shown[:2000]}"
        return shown


@contextlib.asynccontextmanager
async def browsing(folder: Path) -> AsyncIterator[Page]:
    """Start a browser of our own with an empty profile, and give its page."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    nowhere = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(
        program, *QUIET, f"--user-data-dir={folder}", "about:blank", stdout=nowhere, stderr=nowhere
    )
    try:
        async with aiohttp.ClientSession() as session:
            port = await _port(folder / "DevToolsActivePort")
            async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
                pages = [one for one in await answer.json() if one["type"] == "page"]
            async with session.ws_connect(pages[0]["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                yield Page(socket)
    finally:
        process.terminate()
        await process.wait()


async def _port(file: Path) -> int:
    async with asyncio.timeout(PATIENCE):
        while not (file.exists() and file.read_text().strip()):
            await asyncio.sleep(LOOK)
    return int(file.read_text().split()[0])
