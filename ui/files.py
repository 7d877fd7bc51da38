"""Files in and out, by our own route: whose they are is asked of the actor, never of the address.

POST /files streams one file to the file store and leads back to a page with a ticket, which only the same session can
use (`uploaded` reads it). GET /files/KIND/ID is a line of DOWNLOADS; another's file and none at all answer alike.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response

from catalog.access import LINK, STAFF, SUPPLIERS, Actor
from catalog.errors import Invalid, NotAllowed, NotFound, Refusal
from catalog.means.secrecy import digest
from ui.downloads import DOWNLOADS, Download, Maker
from ui.entrance import local_path
from ui.session import house
from ui.wording.words import refused

SENDERS = STAFF | SUPPLIERS | LINK
OURS = ("file", "name", "ticket", "upload")
"""What an upload puts into the address of the page it leads back to."""
MARGIN = 1 << 20
"""What a form may weigh beside its file."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that this session sent: where it is stored, what it was called (a label, never a path)."""

    sha256: str
    name: str


async def download(request: Request) -> Response:
    """GET /files/{kind}/{id}."""
    make = DOWNLOADS.get(request.path_params["kind"])
    actor = cast("Actor", request.scope["tamis.actor"])
    try:
        if make is None:
            return PlainTextResponse("not found\n", 404)
        made = await run_in_threadpool(_made, make, actor, request.path_params["id"], request.query_params)
    except (NotFound, NotAllowed):
        return PlainTextResponse("not found\n", 404)
    except Refusal as refusal:
        return PlainTextResponse(f"{refused(refusal, actor.language)}\n", 409)
    disposition = {"content-disposition": f"attachment; filename*=UTF-8''{quote(_label(made.name), safe='')}"}
    if isinstance(made.content, Path):
        return FileResponse(made.content, media_type=made.media_type, headers=disposition)
    return Response(made.content, media_type=made.media_type, headers=disposition)


async def upload(request: Request) -> Response:
    """POST /files: one file field, and `next`, the page to go back to (without it the answer is JSON)."""
    actor = cast("Actor", request.scope["tamis.actor"])
    if actor.role not in SENDERS:
        return PlainTextResponse("not allowed\n", 403)
    try:
        form = await _form(request)
    except _TooLargeError:
        return _back(request, "too_large", 413)
    except (MultiPartException, KeyError):
        return _back(request, "none", 400)
    try:
        return await _kept(request, form.get("file"), form.get("next"))
    except Invalid:  # the store counts the file alone, to the byte
        return _back(request, "too_large", 413)
    except Refusal:
        return _back(request, "not_kept", 507)
    finally:
        await form.close()


def _back(request: Request, why: str, status: int) -> Response:
    """A refusal, told on the page that the form stands on; to whoever is no browser in one line."""
    if "text/html" not in request.headers.get("accept", ""):
        return PlainTextResponse(f"{why}\n", status)
    came_from = _parts(request.headers.get("referer", "/"))
    kept = [pair for pair in parse_qsl(came_from.query) if pair[0] not in OURS]
    return RedirectResponse(f"{local_path(came_from.path)}?{urlencode([*kept, ('upload', why)])}", 303)


def _parts(address: str) -> SplitResult:
    """An address from outside in its parts; the home page's where it has none."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("/")


async def _form(request: Request) -> FormData:
    body = _counted(request, house().settings.max_upload_mb)
    return await MultiPartParser(request.headers, body, max_files=1, max_fields=10).parse()


def uploaded() -> Upload | None:
    """The file that this session sent just before coming back to this page; None for a ticket of another's."""
    asked = st.query_params
    token, sha256, name = house().token(), asked.get("file", ""), asked.get("name", "")
    if not token or not hmac.compare_digest(asked.get("ticket", ""), _ticket(digest(token), sha256, name)):
        return None
    return Upload(sha256, name)


async def _kept(request: Request, file: object, back: object) -> Response:
    if not isinstance(file, UploadFile) or not file.filename:
        return _back(request, "none", 400)
    sha256 = await run_in_threadpool(house().entrance.files.put_stream, file.file)
    name = _label(file.filename)
    found = {"file": sha256, "name": name, "ticket": _ticket(request.scope["tamis.session"], sha256, name)}
    if not isinstance(back, str):
        return JSONResponse(found)
    target = _parts(local_path(back))
    state = [pair for pair in parse_qsl(target.query) if pair[0] not in OURS]
    return RedirectResponse(f"{target.path}?{urlencode([*state, *found.items()])}", 303)


class _TooLargeError(Exception):
    """The body went over the limit while it was read."""


async def _counted(request: Request, limit_mb: int) -> AsyncGenerator[bytes, None]:
    most, size = limit_mb * (1 << 20) + MARGIN, 0
    if int(request.headers.get("content-length") or 0) > most:
        raise _TooLargeError
    async for chunk in request.stream():
        size += len(chunk)
        if size > most:
            raise _TooLargeError
        yield chunk


def _made(make: Maker, actor: Actor, number: str, asked: Mapping[str, str]) -> Download:
    with house().entrance.reading() as means:
        return make(actor, means, number, asked)


def _ticket(key: bytes, sha256: str, name: str) -> str:
    return hmac.new(key, f"{sha256}\n{name}".encode(), hashlib.sha256).hexdigest()


def _label(name: str) -> str:
    """A file's name as a label: its last part, without what could act on a screen or in a header."""
    last = re.split(r"[\\/]", name)[-1]
    return re.sub(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]", "", last).strip()[:150] or "fichier"
