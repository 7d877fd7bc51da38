"""The addresses that are ours; all others are Streamlit's. The guard stands before both."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from ui import entrance, files, health, validation_entrance
from ui.theme.assets import assets

ASSET_SECONDS = 31_536_000
EVERY = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


async def asset(request: Request) -> Response:
    """GET /assets/{name}: kept for long where the address names the very bytes, else asked for again."""
    found = assets().get(request.path_params["name"])
    if found is None:
        return PlainTextResponse("not found\n", 404)
    exact = request.query_params.get("v") == found.mark
    headers = {"etag": f'"{found.mark}"', "cache-control": f"public, max-age={ASSET_SECONDS}" if exact else "no-cache"}
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    return Response(found.content, media_type=found.media_type, headers=headers)


async def nothing(_request: Request) -> Response:
    """An address of the metrics that is none: never Streamlit's page."""
    problem = {"type": "about:blank", "title": "Not Found", "status": 404}
    return JSONResponse(problem, 404, media_type="application/problem+json")


def routes() -> list[Route]:
    """In the order they are tried."""
    return [
        Route("/healthz", health.healthz),
        Route("/readyz", health.readyz),
        Route("/connexion", entrance.sign_in_page, methods=["GET", "POST"]),
        Route("/login", entrance.old_address),
        Route("/valider", validation_entrance.code_page, methods=["GET", "POST"]),
        Route("/valider/{token}", validation_entrance.link_page, methods=["GET", "POST"]),
        Route("/deconnexion", entrance.sign_out, methods=["POST"]),
        Route("/assets/{name}", asset),
        Route("/files", files.upload, methods=["POST"]),
        Route("/files/{kind}/{id}", files.download),
        Route("/metrics{rest:path}", nothing, methods=EVERY),
    ]
