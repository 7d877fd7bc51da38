// Says Streamlit's own English words in French, and tells assistive technology the language of the page.
// A closed list of exact strings; nothing that a person or a file wrote is touched. WORDS is put in front of this file.
(() => {
  "use strict";
  const OURS = ".stHtml, [data-testid='stMarkdownContainer'], [data-testid='stCode'], [data-testid='stTable'], textarea, input";
  const ATTRIBUTES = ["aria-label", "title", "placeholder"];
  const language = () => document.querySelector("[data-language]")?.dataset.language;

  const french = (text) => {
    const bare = text.trim();
    const said = WORDS[bare];
    return said === undefined ? undefined : text.replace(bare, said);
  };

  const sayElement = (element) => {
    for (const name of ATTRIBUTES) {
      const said = element.hasAttribute(name) ? french(element.getAttribute(name)) : undefined;
      if (said !== undefined) element.setAttribute(name, said);
    }
  };

  const say = (root) => {
    if (root.nodeType === Node.TEXT_NODE) {
      if (root.parentElement?.closest(OURS)) return;
      const said = french(root.nodeValue);
      if (said !== undefined) root.nodeValue = said;
      return;
    }
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    sayElement(root);
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const node = walk.currentNode;
      if (node.nodeType === Node.ELEMENT_NODE) sayElement(node);
      else if (!node.parentElement.closest(OURS)) {
        const said = french(node.nodeValue);
        if (said !== undefined) node.nodeValue = said;
      }
    }
  };

  const settle = () => {
    const read = language();
    if (read && document.documentElement.lang !== read) {
      document.documentElement.lang = read;
      if (read === "fr") say(document.body);
    }
  };

  // A file over the limit is told before it travels: a server that stops reading looks like a broken connection.
  document.addEventListener("change", ({ target }) => {
    const most = Number(target.dataset?.most);
    if (most && target.files) target.setCustomValidity(target.files[0]?.size > most ? target.dataset.tooLarge : "");
    if (most && target.files) target.reportValidity();
  });

  new MutationObserver((changes) => {
    settle();
    if (document.documentElement.lang !== "fr") return;
    for (const change of changes) {
      if (change.type === "attributes") sayElement(change.target);
      else if (change.type === "characterData") say(change.target);
      else change.addedNodes.forEach(say);
    }
  }).observe(document.documentElement, {
    subtree: true, childList: true, characterData: true, attributes: true,
    attributeFilter: [...ATTRIBUTES, "data-language"],
  });
})();

// A page of a long list begins at its top; whoever comes back to a list finds the place it was left at. The page before
// may be as tall, and Streamlit shortens a page while it draws it: the place is held until the list itself is drawn and
// rests there, or the person moves by themselves.
(() => {
  "use strict";
  const EVERY = 100, RESTED = 10, LONGEST = 300; // in ms, and in turns of that
  const MOVES = ["wheel", "touchstart", "pointerdown", "keydown"];
  const places = new Map();
  const main = () => document.querySelector("[data-testid='stMain']");
  const drawn = (page) =>
    document.querySelector("[data-page]")?.dataset.page === page &&
    document.querySelector("[data-test-script-state]")?.dataset.testScriptState === "notRunning";
  let returning = false, holding;

  const letGo = () => clearInterval(holding);

  const hold = (place) => {
    const { href, pathname } = location;
    let turns = 0, rested = 0;
    letGo();
    holding = setInterval(() => {
      if (location.href !== href || rested === RESTED || ++turns > LONGEST) return letGo();
      const held = main(), there = held && Math.abs(held.scrollTop - place) < 2;
      rested = there && drawn(pathname.slice(1)) ? rested + 1 : 0;
      if (!there && held && held.scrollHeight - held.clientHeight >= place) held.scrollTo(0, place);
    }, EVERY);
  };

  const comeBack = () => {
    const place = places.get(location.href);
    if (place) hold(place);
  };

  MOVES.forEach((kind) => addEventListener(kind, letGo, { capture: true, passive: true }));

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a");
    if (link) {
      places.set(location.href, main()?.scrollTop ?? 0);
      returning = Boolean(link.closest(".st-key-retour"));
    } else if (event.target.closest?.(".st-key-page button")) {
      document.querySelector(".st-key-etat")?.scrollIntoView({ block: "start" });
    }
  }, { capture: true });

  addEventListener("popstate", comeBack);
  const push = history.pushState.bind(history);
  history.pushState = (...given) => {
    push(...given);
    if (returning) comeBack();
    returning = false;
  };
})();
