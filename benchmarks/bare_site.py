"""The portal beside a route that does nothing, on one server: what the portal's pages are measured against."""

from fastapi import FastAPI
from fastapi.responses import PlainTextResponse

from studio_app.portal.site import router

app = FastAPI(openapi_url=None)


@app.get("/bare")
async def bare() -> PlainTextResponse:
    """Two bytes."""
    return PlainTextResponse("ok")


app.include_router(router)
