"""The way in by a personal link: its state, a code by mail, then an ordinary session for one request.

GET changes nothing, since mail scanners open links; the token leaves the address with the first press. What a link says
to a stranger is its state and whom to ask, never a supplier, an address or a product.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from catalog.errors import Conflict, Refusal
from catalog.means.secrecy import digest
from catalog.services.people import sign_in_link
from catalog.services.people.sign_in_link import LinkSeen, Pending
from catalog.settings import LANGUAGES
from ui.entrance import client_address, ended, form_of, with_cookie
from ui.headers import session_token
from ui.parts.markup import Html, Trusted, fill
from ui.session import House, house
from ui.wording.words import refused, word

TEMPLATE = Path(__file__).parent / "theme" / "link.html"
COOKIE = "tamis_link"
PATH = "/valider"
CODE_SECONDS = 600
STATUS = {"open": 200, "validated": 200, "unknown": 404}
"""State of a link -> status of its page; any other is 410, gone."""
BY_CODE = ("open", "validated")
AGAIN = ("expired", "revoked", "replaced", "withdrawn")
CODE = """<form method="post" action="{action}"><input type="hidden" name="do" value="{do}">{field}
<button type="submit">{submit}</button></form>"""
FIELD = """<label for="code">{label}</label><input id="code" name="code" inputmode="numeric" autocomplete="one-time-code"
pattern="[0-9 ]*" maxlength="12" required{wrong}>"""
NOTE = '<p class="{kind}" id="note" role="{role}">{text}</p>'


async def link_page(request: Request) -> Response:
    """/valider/TOKEN. GET: what the link opens, or why it opens nothing. POST: a code by mail, or asking for a new link."""
    token = request.path_params["token"]
    seen = await run_in_threadpool(_link, house(), token)
    if request.method != "POST":
        return _link_answer(request, seen, token)
    form = await form_of(request)
    if form is None:
        return Response("form too large\n", 413)
    if form.get("do") == "again" and seen.state in AGAIN:
        with contextlib.suppress(Conflict):  # too many from this address: the same words either way
            await run_in_threadpool(_ask_again, house(), token, client_address(request))
        return _link_answer(request, seen, token, note="asked")
    if form.get("do") != "code" or seen.state not in BY_CODE:
        return _link_answer(request, seen, token)
    return await _code_sent(request, seen, token)


async def _code_sent(request: Request, seen: LinkSeen, token: str) -> Response:
    try:
        secret = await run_in_threadpool(_ask_code, house(), token, client_address(request))
    except Refusal as refusal:
        return _link_answer(request, seen, token, note=refused(refusal, _language(request, seen.language)), status=429)
    answer = RedirectResponse(PATH + _lang(request), 303)
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, secret, max_age=CODE_SECONDS, path=PATH, secure=secure, httponly=True, samesite="lax")
    return answer


async def code_page(request: Request) -> Response:
    """/valider. GET: the field for the code. POST: the code; right, it opens the request's pages."""
    secret = request.cookies.get(COOKIE, "")
    pending = await run_in_threadpool(_pending, house(), secret)
    if pending is None:
        return _code_answer(request, None)
    if request.method != "POST":
        return _code_answer(request, pending)
    form = await form_of(request)
    if form is None:
        return Response("form too large\n", 413)
    return await _entered(request, pending, secret, form.get("code", ""))


async def _entered(request: Request, pending: Pending, secret: str, code: str) -> Response:
    """In by the right code; else what is wrong with it, or that there were too many tries."""
    try:
        token = await run_in_threadpool(_enter, house(), secret, code, client_address(request))
    except Refusal as refusal:
        return _code_answer(request, pending, refusal=refused(refusal, _language(request, pending.language)))
    if token is None:
        left = await run_in_threadpool(_pending, house(), secret)
        return _code_answer(request, left, wrong=True)
    old = session_token(request.scope)
    if old:
        await ended(house(), digest(old))
    answer = with_cookie(request, RedirectResponse("/mes-gammes" + _lang(request), 303), token)
    answer.delete_cookie(COOKIE, path=PATH)
    return answer


def _link(home: House, token: str) -> LinkSeen:
    with home.entrance.reading() as means:
        return sign_in_link.link_of(means, token)


def _ask_code(home: House, token: str, address: str) -> str:
    with home.entrance.writing() as means:
        return sign_in_link.ask_code(means, token, address)


def _ask_again(home: House, token: str, address: str) -> None:
    with home.entrance.writing() as means:
        sign_in_link.ask_again(means, token, address)


def _pending(home: House, secret: str) -> Pending | None:
    if not secret:
        return None
    with home.entrance.reading() as means:
        return sign_in_link.pending_of(means, secret)


def _enter(home: House, secret: str, code: str, address: str) -> str | None:
    with home.entrance.writing() as means:
        return sign_in_link.enter_code(means, secret, "".join(code.split()), address)


def _link_answer(
    request: Request, seen: LinkSeen, token: str, *, note: str = "", status: int | None = None
) -> Response:
    language = _language(request, seen.language)
    state = seen.state
    action = f"{PATH}/{token}{_lang(request)}"
    if note == "asked":
        text, form = word("link.asked", language), Html("")
    elif state in BY_CODE:
        text, form = note, _form(action, "code", word("link.code.send", language))
    elif state in AGAIN:
        text, form = "", _form(action, "again", word("link.again", language))
    else:
        text, form = "", Html("")
    wrong = bool(note) and note != "asked"
    page = _page(
        request, language, f"link.{state}", {"on": seen.on, "central": seen.central},
        note=_note(text, language, wrong=wrong), form=form, path=f"{PATH}/{token}",
    )  # fmt: skip
    return HTMLResponse(page, status or STATUS.get(state, 410))


def _code_answer(request: Request, pending: Pending | None, *, wrong: bool = False, refusal: str = "") -> Response:
    language = _language(request, pending.language if pending else None)
    if pending is None:
        code = "link.code.over" if wrong else "link.code.none"
        page = _page(request, language, code, {}, note=Html(""), form=Html(""), path=PATH)
        return HTMLResponse(page, 410)
    marked = Html(' aria-invalid="true" aria-describedby="note"' if wrong else "")
    field = fill(FIELD, label=word("link.code.label", language), wrong=Trusted(marked))
    text = word("link.code.wrong", language, n=pending.tries_left) if wrong else word("link.code.sent", language)
    text, wrong = refusal or text, wrong or bool(refusal)
    form = _form(f"{PATH}{_lang(request)}", "enter", word("link.code.enter", language), field)
    page = _page(
        request, language, "link.code", {}, note=_note(text, language, wrong=wrong), form=form, path=PATH, error=wrong
    )
    return HTMLResponse(page, 429 if refusal else 401 if wrong else 200)


def _form(action: str, do: str, submit: str, field: Html | None = None) -> Html:
    return fill(CODE, action=action, do=do, field=Trusted(field or Html("")), submit=submit)


def _note(text: str, language: str, *, wrong: bool) -> Html:
    if not text:
        return Html("")
    kind, role = ("note wrong", "alert") if wrong else ("note", "status")
    return fill(NOTE, kind=kind, role=role, text=text)


def _page(
    request: Request,
    language: str,
    code: str,
    told: Mapping[str, object],
    *,
    note: Html,
    form: Html,
    path: str,
    error: bool = False,
) -> Html:
    """The frame. `code`: of the title and of its `.lead`."""
    other = next(each for each in LANGUAGES if each != language)
    title = word(code, language, **told)
    shown = word("sign_in.error_title", language, title=title) if error else title
    return fill(
        _template(), language=language, other=other, switch=f"{path}?lang={other}", title=title,
        page_title=word("app.title", language, page=shown), lead=word(f"{code}.lead", language, **told),
        note=Trusted(note), form=Trusted(form), help=word("link.help", language),
        switch_name=word("sign_in.switch", language), switch_hint=word("sign_in.switch_hint", language),
        accessibility=word("frame.accessibility", language),
    )  # fmt: skip


def _language(request: Request, known: str | None) -> str:
    """The language asked for, else the link's own, else the instance's."""
    for each in (request.query_params.get("lang"), known):
        if each in LANGUAGES:
            return str(each)
    return house().settings.language


def _lang(request: Request) -> str:
    asked = request.query_params.get("lang")
    return f"?lang={asked}" if asked in LANGUAGES else ""


@cache
def _template() -> str:
    return TEMPLATE.read_text(encoding="utf-8")
