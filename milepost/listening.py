"""Listening on a port that is taken is a sentence, whichever server it is."""

from aiohttp import web


async def listen(runner: web.AppRunner, host: str, port: int, setting: str, refused: type[Exception]) -> None:
    """Listen; `refused` is raised with a sentence that names the setting where that cannot be."""
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        raise refused(f"{host}:{port} cannot be listened on ({error.strerror}): set {setting}.") from error
