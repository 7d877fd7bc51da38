// Decisions on tags by keyboard: a list of rows, each with its buttons. Single letters act only while the focus is in
// the list and in no field, so that nothing is typed over elsewhere; Tab and Enter work without any of this.
(() => {
  "use strict";
  const LIST = ".st-key-decisions";
  const ROW = "[class*='st-key-tagline_']";
  const DIALOG = "[role='dialog']";
  const WAYS = { yes: "[class*='st-key-yes_'] button", no: "[class*='st-key-no_'] button",
    undo: "[class*='st-key-undo_'] button", prove: "[class*='st-key-prove_'] a" };
  const KEYS = { o: "yes", c: "yes", x: "no", u: "undo", p: "prove", j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 };

  let at = null; // the row where the person is: it is drawn anew after each decision
  let sent = new Set(); // rows decided here and not yet drawn as such
  let asking = false; // a dialog stands over the list
  let turning = ""; // the page of the list that was left

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
  const decide = (row, which) => {
    const button = way(row, which);
    if (!button || button.disabled) return;
    at = name(row);
    button.click();
  };

  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (event.altKey || event.ctrlKey || event.metaKey || !target.closest?.(LIST)) return;
    if (target.closest(`${DIALOG}, input, textarea, select, [contenteditable]`)) return;
    const act = KEYS[key.length === 1 ? key.toLowerCase() : key];
    if (act === undefined) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // Streamlit keeps c and r for itself
    const row = target.closest(ROW);
    if (typeof act === "number") row ? move(row, act) : onwards(null);
    else if (row && !event.repeat) decide(row, act);
  }, { capture: true });

  // However it was pressed, by key, mouse or a screen reader: the focus goes on to what is still to be decided.
  document.addEventListener("click", (event) => {
    const start = event.target.closest?.("[data-keys='start']");
    if (start) return onwards(null);
    const row = event.target.closest?.(`${LIST} ${ROW}`);
    if (event.target.closest?.(".st-key-suite button, .st-key-avant button")) turning = mark();
    if (!row) return undefined;
    at = name(row);
    if (event.target.closest(WAYS.yes)) {
      sent.add(at);
      setTimeout(() => onwards(row), 0);
    } else if (event.target.closest(WAYS.no)) asking = true;
    else if (event.target.closest(WAYS.undo)) sent.delete(at);
    return undefined;
  }, { capture: true });

  const idle = () => document.activeElement === document.body || !document.activeElement?.isConnected;
  const settle = () => {
    if (!list()) return;
    for (const each of [...sent]) {
      const row = called(each);
      if (!row || !row.querySelector("[data-open='1']")) sent.delete(each);
    }
    if (turning && mark() !== turning) {
      turning = "";
      sent = new Set();
      onwards(null);
    } else if (asking && document.querySelector(DIALOG)) asking = "open";
    else if (asking === "open" && !document.querySelector(DIALOG)) {
      asking = false;
      const row = called(at);
      if (row) setTimeout(() => (undecided(row) ? enter(row) : onwards(row)), 60);
    } else if (!asking && at && idle() && called(at)) enter(called(at));
  };
  let waiting = 0;
  new MutationObserver(() => {
    if (!waiting) waiting = requestAnimationFrame(() => { waiting = 0; settle(); });
  }).observe(document.documentElement, { subtree: true, childList: true });
})();
