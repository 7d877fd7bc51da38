"""The log-in page and the two things done there: coming in, going out. Our own HTML, no script."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, quote

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from catalog.errors import Busy
from catalog.means.secrecy import digest, matches
from catalog.services.people import sign_in
from catalog.settings import LANGUAGES
from ui import watch
from ui.headers import session_token
from ui.parts.markup import Html, Trusted, escape, fill
from ui.session import COOKIE, SECURE_COOKIE, House, house
from ui.wording.words import word

TEMPLATE = Path(__file__).parent / "theme" / "sign_in.html"
LARGEST_FORM = 8192
AT_ONCE = 2
"""Passwords looked at together: each takes 64 MB and a core for a fifth of a second."""
NOTES = {"wrong": 401, "too_many": 429, "busy": 503}
"""What may go wrong -> status of the answer."""


async def sign_in_page(request: Request) -> Response:
    """GET: the page. POST: try, then go where the person wanted to, or say what is wrong."""
    if request.method != "POST":
        note = "out" if "bye" in request.query_params else None
        return _page(request, note, next_=request.query_params.get("next", "/"))
    form = await form_of(request)
    if form is None:
        return Response("form too large\n", 413)
    email, target = form.get("email", ""), local_path(form.get("next", "/"))
    outcome = await _tried(house(), email, form.get("password", ""), client_address(request))
    if outcome in NOTES:
        return _page(request, outcome, next_=target, email=email)
    old = session_token(request.scope)
    if old:
        await ended(house(), digest(old))
    return with_cookie(request, RedirectResponse(target, 303), outcome)


async def sign_out(request: Request) -> Response:
    """POST: end the session, in every tab. The log-in page keeps the language of the page that was left."""
    key = request.scope.get("tamis.session")
    if key:
        await ended(house(), key)
    asked = request.query_params.get("lang")
    answer = RedirectResponse("/connexion?bye=1" + (f"&lang={asked}" if asked in LANGUAGES else ""), 303)
    secure = request.url.scheme == "https"
    answer.delete_cookie(SECURE_COOKIE if secure else COOKIE, path="/", secure=secure, httponly=True, samesite="lax")
    return answer


async def old_address(request: Request) -> Response:
    """/login, known from elsewhere, leads to /connexion."""
    query = request.url.query
    return RedirectResponse("/connexion" + (f"?{query}" if query else ""), 308)


def local_path(wanted: str) -> str:
    """A path of this site, whatever was asked for: never another host, never a way to hide one."""
    bad = not wanted.startswith("/") or wanted.startswith("//") or "\\" in wanted or any(ord(c) < 32 for c in wanted)
    return "/" if bad else wanted


async def _tried(home: House, email: str, password: str, address: str) -> str:
    """The secret of a new session, or a key of NOTES."""
    try:
        knocked = await run_in_threadpool(_knock, home, email, address)
        if knocked is None:
            return "too_many"
        async with _turns():
            matched = await run_in_threadpool(matches, knocked.password_hash, password)
        return await run_in_threadpool(_enter, home, knocked, matched) or "wrong"
    except Busy:
        return "busy"


@cache
def _turns() -> anyio.CapacityLimiter:
    return anyio.CapacityLimiter(AT_ONCE)


def _knock(home: House, email: str, address: str) -> sign_in.Try | None:
    with home.entrance.writing() as means:
        return sign_in.knock(means, email, address)


def _enter(home: House, knocked: sign_in.Try, matched: bool) -> str | None:
    with home.entrance.writing() as means:
        return sign_in.enter(means, knocked, matched)


async def ended(home: House, key: bytes) -> None:
    """End a session, in every tab."""
    await run_in_threadpool(_sign_out, home, key)
    watch.end(key)


def _sign_out(home: House, key: bytes) -> None:
    with home.entrance.writing() as means:
        sign_in.sign_out(means, key)


async def form_of(request: Request) -> dict[str, str] | None:
    """The fields of a small form, the first of each name; None for a body that is too large."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM:
            return None
    read = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)  # a broken byte fits no account
    return {name: values[0] for name, values in read.items()}


def client_address(request: Request) -> str:
    """The client's address; the server has replaced it by the forwarded one if a declared proxy sent it."""
    return request.client.host if request.client else "unknown"


def with_cookie(request: Request, answer: Response, token: str) -> Response:
    """The answer with the session's cookie."""
    secure = request.url.scheme == "https"
    answer.set_cookie(
        SECURE_COOKIE if secure else COOKIE,
        token,
        max_age=house().settings.session_hours * 3600,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )
    return answer


def _page(request: Request, note: str | None, *, next_: str, email: str = "") -> Response:
    language = _language(request)
    wrong = Html(' aria-invalid="true" aria-describedby="note"' if note == "wrong" else "")
    page = fill(
        _template(),
        note=Trusted(_note(note, language)),
        wrong=Trusted(wrong),
        email=email,
        page_title=_window_title(note, language),
        **_ways(language, local_path(next_)),
        **{field: word(code, language) for field, code in FIELDS.items()},
    )
    headers = {"retry-after": "300"} if note == "too_many" else {}
    return HTMLResponse(page, NOTES.get(note or "", 200), headers=headers)


def _ways(language: str, target: str) -> dict[str, str]:
    """Where the form leads after, and the same page in the other language."""
    other = next(each for each in LANGUAGES if each != language)
    switch = f"/connexion?lang={other}&next={quote(target, safe='/')}"
    return {"language": language, "other": other, "next": target, "switch": switch}


def _window_title(note: str | None, language: str) -> str:
    title = word("sign_in.title", language)
    shown = word("sign_in.error_title", language, title=title) if note in NOTES else title
    return word("app.title", language, page=shown)


FIELDS = {
    "title": "sign_in.title",
    "switch_name": "sign_in.switch",
    "switch_hint": "sign_in.switch_hint",
    "lead": "sign_in.lead",
    "email_label": "sign_in.email",
    "password_label": "sign_in.password",
    "submit": "sign_in.submit",
    "help": "sign_in.help",
    "accessibility": "frame.accessibility",
}
"""Field of the template -> code of its words."""


def _language(request: Request) -> str:
    asked = request.query_params.get("lang", "")
    return asked if asked in LANGUAGES else house().settings.language


def _note(note: str | None, language: str) -> Html:
    if note is None:
        return Html("")
    kind, role = ("note wrong", "alert") if note in NOTES else ("note", "status")
    text = escape(word(f"sign_in.{note}", language))
    return fill('<p class="{kind}" id="note" role="{role}">{text}</p>', kind=kind, role=role, text=Trusted(text))


@cache
def _template() -> str:
    return TEMPLATE.read_text(encoding="utf-8")
