// Decisions on tags by keyboard: a list of rows, each with its buttons. Single letters act only while the focus is in
// the list and in no field, so that nothing is typed over elsewhere; Tab and Enter work without any of this.
(() => {
  "use strict";
  const LIST = ".st-key-decisions";
  const ROW = "[class*='st-key-tagline_']";
  const BAR = ".st-key-barre_validation";
  const DIALOG = "[role='dialog']";
  const WAYS = { yes: "[class*='st-key-yes_'] button", no: "[class*='st-key-no_'] button",
    undo: "[class*='st-key-undo_'] button", prove: "[class*='st-key-prove_'] a" };
  const KEYS = { o: "yes", c: "yes", x: "no", u: "undo", p: "prove", j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 };

  const PATIENCE = 5000; // a press that waits behind others is not yet a lost one

  let at = null; // the row where the person is: it is drawn anew after each decision
  let sent = new Map(); // rows decided here and not yet drawn as such, and since when
  let held = null; // a key pressed while the row was being drawn anew
  let asking = false; // a dialog stands over the list
  let submitted = false; // the dialog was sent, not given up
  let landing = 0; // when the focus came to a new page
  let turned = 0; // when that was
  let turning = ""; // the page of the list that was left
  let pressed = 0; // how many keys were acted upon: whoever has moved on is not moved again

  const list = () => document.querySelector(LIST);
  const rows = () => [...document.querySelectorAll(`${LIST} ${ROW}`)];
  const name = (row) => [...row.classList].find((each) => each.startsWith("st-key-tagline_"));
  const called = (wanted) => rows().find((row) => name(row) === wanted);
  const undecided = (row) => Boolean(row.querySelector("[data-open='1']")) && !sent.has(name(row));
  const way = (row, which) => row.querySelector(WAYS[which]);
  const mark = () => list()?.querySelector("[data-page]")?.dataset.page ?? "";

  const stand = (element) => {
    if (!element) return;
    element.focus({ preventScroll: true });
    element.closest(ROW)?.scrollIntoView({ block: "nearest" });
  };
  const enter = (row) => {
    if (!row) return;
    at = name(row);
    stand(way(row, "yes") ?? way(row, "undo") ?? way(row, "no") ?? way(row, "prove"));
  };
  const onwards = (from) => {
    const all = rows();
    const place = from ? all.indexOf(from) : -1;
    const next = [...all.slice(place + 1), ...all.slice(0, Math.max(place, 0))].find(undecided);
    if (next) enter(next);
    else stand(document.querySelector(".st-key-suite button") ?? document.querySelector(".st-key-aller button"));
  };
  const move = (row, by) => {
    const all = rows();
    const next = all[all.indexOf(row) + by];
    if (next) enter(next);
    else if (by > 0) stand(document.querySelector(".st-key-suite button"));
  };
  const press = (row, act) => {
    pressed += 1;
    if (typeof act === "number" && !row) act < 0 ? enter(rows().at(-1)) : onwards(null); // from the bar, back into the list
    else if (typeof act === "number") move(row, act);
    else if (row) decide(row, act);
  };
  const decide = (row, which) => {
    const button = way(row, which);
    if (!button && which !== "undo" && which !== "prove") return onwards(row); // decided already: to what is not
    if (!button || button.disabled) return undefined;
    at = name(row);
    return button.click();
  };

  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (target.closest?.(DIALOG)) submitted = key === "Enter" && (event.ctrlKey || event.metaKey);
    const between = target === document.body && Boolean(at && list());
    if (event.altKey || event.ctrlKey || event.metaKey || !(between || target.closest?.(`${LIST}, ${BAR}`))) return;
    if (target.closest(`${DIALOG}, input, textarea, select, [contenteditable]`)) return;
    const act = KEYS[key.length === 1 ? key.toLowerCase() : key];
    if (act === undefined) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // Streamlit keeps c and r for itself
    if (event.repeat && typeof act !== "number") return;
    if (between) { // the row is being drawn anew and has lost the focus for a moment
      held = act;
      settle();
    } else press(target.closest(ROW), act);
  }, { capture: true });
  document.addEventListener("focusin", ({ target }) => {
    const row = target.closest?.(`${LIST} ${ROW}`);
    if (row) at = name(row);
    else if (!target.closest?.(DIALOG)) at = null; // the person went elsewhere
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (!target.closest?.(`${LIST}, ${DIALOG}`)) at = null;
  });

  // However it was pressed, by key, mouse or a screen reader: the focus goes on to what is still to be decided.
  document.addEventListener("click", (event) => {
    const start = event.target.closest?.("[data-keys='start']");
    if (start) return onwards(null);
    if (event.target.closest?.(DIALOG)) submitted = Boolean(event.target.closest("[data-testid='stFormSubmitButton']"));
    const row = event.target.closest?.(`${LIST} ${ROW}`);
    if (event.target.closest?.(".st-key-suite button, .st-key-avant button")) {
      if (turning && !(resting() && performance.now() - turned > PATIENCE)) { // one press turns one page
        event.preventDefault();
        event.stopImmediatePropagation();
        return undefined;
      }
      turning = mark();
      turned = performance.now();
    }
    if (!row) return undefined;
    at = name(row);
    if (event.target.closest(WAYS.yes)) {
      sent.set(at, performance.now());
      setTimeout(() => onwards(row), 0);
    } else if (event.target.closest(WAYS.no)) asking = true;
    else if (event.target.closest(WAYS.undo)) sent.delete(at);
    return undefined;
  }, { capture: true });

  const resting = () => document.querySelector("[data-testid='stApp']")?.dataset.testScriptState === "notRunning";
  const idle = () => document.activeElement === document.body || !document.activeElement?.isConnected;
  const settle = () => {
    if (!list()) return;
    for (const [each, since] of [...sent]) {
      const row = called(each);
      const late = resting() && performance.now() - since > PATIENCE; // refused or lost: it is to be decided again
      if (late || !row || !row.querySelector("[data-open='1']")) sent.delete(each);
    }
    if (turning && mark() && mark() !== turning) {
      turning = "";
      sent = new Map();
      onwards(null);
      landing = performance.now();
    } else if (asking && document.querySelector(DIALOG)) asking = "open";
    else if (asking === "open" && !document.querySelector(DIALOG)) {
      asking = false;
      const row = called(at);
      if (row && submitted) sent.set(at, performance.now());
      const since = pressed;
      const go = () => { // once the dialog has given the focus back
        const now = called(name(row));
        if (now && since === pressed && (at === name(row) || at === null)) submitted ? onwards(now) : enter(now);
      };
      if (row) [80, 500].forEach((wait) => setTimeout(go, wait));
    } else if (!asking && at && idle() && called(at)) enter(called(at));
    else if (landing && idle()) { // the page was still being drawn when the focus came to it
      if (performance.now() - landing < 2 * PATIENCE) onwards(null);
      landing = 0;
    }
    if (held !== null && document.activeElement?.closest(ROW)) {
      const act = held;
      held = null;
      press(document.activeElement.closest(ROW), act);
    }
  };
  let waiting = 0;
  new MutationObserver(() => {
    if (!waiting) waiting = requestAnimationFrame(() => { waiting = 0; settle(); });
  }).observe(document.documentElement, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-test-script-state"] });
})();
