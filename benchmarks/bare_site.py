"""A route that does nothing on a server that does nothing else: what pages of the product are measured against."""

from fastapi import FastAPI
from fastapi.responses import PlainTextResponse

app = FastAPI(openapi_url=None)


@app.get("/bare")
async def bare() -> PlainTextResponse:
    """Two bytes."""
    return PlainTextResponse("ok")
