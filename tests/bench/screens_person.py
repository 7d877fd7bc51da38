"""One person at the catalogue over the real protocol, without a browser: opens the page, then clicks as people do."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from ui.session import COOKIE

PATIENCE = 20.0
PAGE = "catalogue"
WORDS = (
    "savon",
    "toner remanufacturé",
    "papier recyclé",
    "stylo bleu",
    "nettoyant cuisine",
    "chaise",
    "peinture 5 l",
    "",
)
MOST_FILTERS = 3


class BrokenPageError(Exception):
    """The page drew an error, or nothing."""


@dataclass
class Person:
    """boxes: filters on the page, by widget id, and whether each is on. query: the address as the page last set it."""

    socket: ClientConnection
    dice: random.Random
    query: str = ""
    page: str = ""
    boxes: dict[str, bool] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    drawn: int = 0
    received: int = 0

    @classmethod
    async def arriving(cls, address: str, cookie: str, seed: int) -> Person:
        """Somebody with an open session, at the catalogue."""
        socket = await connect(
            f"{address.replace('http', 'ws')}/_stcore/stream",
            origin=Origin(address),
            additional_headers={"cookie": f"{COOKIE}={cookie}"},
            subprotocols=[Subprotocol("streamlit")],
            max_size=None,
            compression=None,
        )
        made = cls(socket, random.Random(seed))
        message = BackMsg()
        message.rerun_script.page_name = PAGE
        await made.asked(message)
        return made

    async def click(self) -> float:
        """One filter more or less, or other words; the milliseconds until the page is whole."""
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_script_hash = self.page
        chosen, words = self._choice()
        for widget, on in self.boxes.items():
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.bool_value = widget, on != (widget == chosen)
        for widget, text in self.fields.items():
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.string_value = widget, text if words is None else words
        began = time.perf_counter()
        await self.asked(message)
        return (time.perf_counter() - began) * 1000

    def _choice(self) -> tuple[str | None, str | None]:
        """(the box that is clicked, the words that are typed): one of the two."""
        if not self.boxes:
            return None, ""
        if self.fields and self.dice.random() < 0.15:
            now = next(iter(self.fields.values()))
            return None, self.dice.choice([word for word in WORDS if word != now])
        on = [widget for widget, is_on in self.boxes.items() if is_on]
        if len(on) >= MOST_FILTERS or (not self.drawn and on):
            return self.dice.choice(on), None
        return self.dice.choice(list(self.boxes)), None

    async def asked(self, message: BackMsg) -> None:
        """Send, and take what comes until the page is whole. Raises TimeoutError, BrokenPageError."""
        await self.socket.send(message.SerializeToString())
        async with asyncio.timeout(PATIENCE):
            while not self._take(await self.socket.recv()):
                pass
        if not self.fields:
            raise BrokenPageError("no search on the page")

    def _take(self, raw: Any) -> bool:
        self.received += len(raw)
        found = ForwardMsg.FromString(raw)
        kind = found.WhichOneof("type")
        if kind == "new_session":
            self.page = found.new_session.page_script_hash or self.page
            self.boxes, self.fields, self.drawn = {}, {}, 0
        elif kind == "navigation":
            self.page = found.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = found.page_info_changed.query_string
        elif kind == "delta":
            self._element(found.delta.new_element)
        return bool(kind == "script_finished" and found.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN)

    def _element(self, element: Any) -> None:
        kind = element.WhichOneof("type")
        if kind == "checkbox":
            self.boxes[element.checkbox.id] = element.checkbox.value
        elif kind == "text_input" and "-q" in element.text_input.id:
            self.fields[element.text_input.id] = element.text_input.value
        elif kind == "exception":
            raise BrokenPageError(element.exception.message)
        elif kind == "html":
            self.drawn += 'class="offer-meta"' in element.html.body
