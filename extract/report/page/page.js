"use strict";
(() => {
  const form = document.getElementById("filter");
  const tip = document.getElementById("tip");
  const help = document.getElementById("help");
  const rows = [...document.querySelectorAll("#table tbody tr")];
  // A long page is used while it still loads: articles are looked up when they are needed.
  const articles = () => [...document.getElementsByTagName("article")];
  const shown = () => articles().filter((article) => !article.hidden);

  const total = new Set(rows.map((row) => row.dataset.article)).size;

  // The filter: a row stays where every choice fits it, an article where one of its rows stays.
  const plain = (text) =>
    text.toLowerCase().replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/\s+/g, " ");
  const texts = new Map(); // article to its plain text, read when it is first looked for
  const says = (article, words) => {
    if (!texts.has(article)) texts.set(article, plain(article.textContent));
    return texts.get(article).includes(words);
  };
  const filter = () => {
    const { text, council, type, grade, theme } = form.elements;
    const words = plain(text.value.trim());
    const all = articles();
    const fitting = new Set(all.filter((article) => !words || says(article, words)).map((article) => article.id));
    const staying = new Set();
    let count = 0;
    for (const row of rows) {
      const of = row.dataset;
      row.hidden = !(
        (!words || fitting.has(of.article)) &&
        (!council.value || of.council === council.value) &&
        (!type.value || of.type === type.value) &&
        (!grade.value || of.grade === grade.value) &&
        (!theme.value || of.themes.split(" ").includes(theme.value))
      );
      if (row.hidden) continue;
      staying.add(of.article);
      if (of.council) count += 1;
    }
    for (const article of all) article.hidden = !staying.has(article.id);
    document.getElementById("nothing").hidden = staying.size > 0;
    const [left, of, visits] = [staying.size, total, count].map((n) => n.toLocaleString("en-GB"));
    form.elements.shown.value = `${left} of ${of} articles, ${visits} inspections`;
  };
  form.addEventListener("input", filter);
  form.addEventListener("change", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;

  // Links: the sentence and the item that a link leads to are lit up; what the filter hides is brought back.
  const light = () => {
    for (const lit of document.querySelectorAll(".on")) lit.classList.remove("on");
    const target = document.getElementById(location.hash.slice(1));
    const article = target?.closest("article");
    if (!article) return;
    if (article.hidden) {
      form.reset();
      filter();
      target.scrollIntoView();
    }
    if (target === article) return;
    const item = target.id.replace(/t$/, "");
    document.getElementById(item)?.classList.add("on");
    for (const mark of article.querySelectorAll("mark")) {
      if (mark.dataset.items.split(" ").includes(item)) mark.classList.add("on");
    }
    if (target.matches("a")) target.focus({ preventScroll: true });
    else target.querySelector("a")?.focus({ preventScroll: true });
  };
  addEventListener("hashchange", light);

  // Details: what the record says of the words under the pointer, or of the item that has the focus.
  const hide = () => (tip.hidden = true);
  const said = (id) => {
    const item = document.getElementById(id);
    const parts = [".ref", ".what", ".review"].map((part) => item?.querySelector(part)?.textContent);
    return parts.filter(Boolean).join(" ");
  };
  const tell = (sentences, x, y) => {
    const lines = sentences.map((sentence) => {
      const line = document.createElement("p");
      line.textContent = sentence;
      return line;
    });
    tip.replaceChildren(...lines);
    tip.hidden = false;
    const box = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(4, Math.min(x, innerWidth - box.width - 8))}px`;
    tip.style.top = `${y + box.height + 24 > innerHeight ? y - box.height - 12 : y + 18}px`;
  };
  document.addEventListener("pointerover", (event) => {
    const mark = event.target.closest("mark[data-items]");
    const drawn = event.target.closest("svg [role=graphics-symbol]");
    if (mark) tell(mark.dataset.items.split(" ").map(said), event.clientX, event.clientY);
    else if (drawn) tell([drawn.getAttribute("aria-label")], event.clientX, event.clientY);
    else hide();
  });
  const tellFocused = () => {
    const ref = document.activeElement.closest(".text .ref");
    if (!ref) return hide();
    ref.setAttribute("aria-describedby", "tip");
    const box = ref.getBoundingClientRect();
    tell([said(ref.id.replace(/t$/, ""))], box.left, box.bottom);
  };
  document.addEventListener("focusin", tellFocused);
  document.addEventListener("focusout", hide);
  document.addEventListener("scroll", tellFocused, { passive: true });

  // Keys.
  const go = (element, block) => {
    if (!element) return;
    element.scrollIntoView({ block });
    element.focus({ preventScroll: true });
  };
  const bar = () => Math.max(0, form.getBoundingClientRect().bottom) + 40;
  const current = () => {
    const focused = document.activeElement.closest("article");
    const box = focused?.getBoundingClientRect();
    if (box && box.bottom > 0 && box.top < innerHeight) return focused;
    return shown().find((article) => article.getBoundingClientRect().bottom > bar());
  };
  const article = (step) => {
    const list = shown();
    const here = current();
    const inside = here && (here.contains(document.activeElement) || here.getBoundingClientRect().top < bar());
    const next = list.indexOf(here) + (inside ? step : Math.min(step, 0));
    go(list[Math.max(0, Math.min(next, list.length - 1))], "start");
  };
  const item = (step) => {
    const refs = [...(current()?.querySelectorAll(".text .ref") ?? [])];
    const at = document.activeElement;
    const here = refs.indexOf(at.matches(".text .ref") ? at : document.getElementById(`${at.closest("li")?.id}t`));
    const next = here < 0 ? (step > 0 ? 0 : refs.length - 1) : here + step;
    if (refs[next]) return go(refs[next], "center");
    const list = shown();
    const beside = list[list.indexOf(current()) + step];
    const others = beside ? [...beside.querySelectorAll(".text .ref")] : [];
    go(others.at(step > 0 ? 0 : -1) ?? beside, "center");
  };
  const keys = {
    j: () => article(1),
    k: () => article(-1),
    n: () => item(1),
    p: () => item(-1),
    "/": () => form.elements.text.select(),
    "?": () => help.showModal(),
  };
  document.getElementById("keys").addEventListener("click", keys["?"]);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (event.key === "Escape") {
      hide();
      if (form.contains(document.activeElement)) document.activeElement.blur();
      return;
    }
    if (event.target.matches("input, select, textarea") || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });

  // Reading a thousand texts takes a moment: they are read ahead, while nothing else is to be done.
  const readAhead = (waiting) => (deadline) => {
    while (waiting.length && deadline.timeRemaining() > 2) says(waiting.pop(), "");
    if (waiting.length) requestIdleCallback(readAhead(waiting));
  };
  const loaded = () => {
    filter();
    light();
    globalThis.requestIdleCallback?.(readAhead(articles()));
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", loaded);
  else loaded();
})();
