// A list that is gone through by keys: j k move, x chooses, others do what `data-keys` says. Never while somebody types.
const TYPING = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";
const OFF = "ci-keys-off";

export function find(selector, root = document) {
  const found = root.querySelector(selector);
  if (found) return found;
  for (const part of root.querySelectorAll("*")) {
    const inner = part.shadowRoot && find(selector, part.shadowRoot);
    if (inner) return inner;
  }
  return null;
}

export function picked(box) {
  return [...box.querySelectorAll("[data-row]")]
    .filter((row) => row.querySelector("[data-pick]")?.checked)
    .map((row) => ({ id: row.dataset.row, seen: row.dataset.seen }));
}

export function tally(box) {
  const chosen = picked(box).length;
  for (const part of box.querySelectorAll("[data-count]")) part.textContent = chosen;
  for (const part of box.querySelectorAll("[data-when-picked]")) part.hidden = chosen === 0;
  for (const row of box.querySelectorAll("[data-row]")) row.classList.toggle("picked", !!row.querySelector("[data-pick]")?.checked);
}

export function untick(box) {
  for (const one of box.querySelectorAll("[data-pick]:checked")) one.checked = false;
  tally(box);
}

export function mark(box, current) {
  for (const row of box.querySelectorAll("[data-row]")) {
    if (row.dataset.row === current) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
}

function wanted(at) {
  return localStorage.getItem(OFF) !== "yes" && !at.closest?.(TYPING);
}

// Esc leaves what is open, the innermost first: the question, the field, the help, the choice, the alert.
function leave(model, box, at) {
  const ask = find("[data-leave]");
  if (ask && (at.closest?.("[data-ask]") || !at.closest?.(TYPING))) {
    ask.click();
    return focusRow(box, model.current) || find("#rows", box)?.focus();
  }
  if (at.closest?.(TYPING)) return focusRow(box, model.current) || at.blur();
  const help = find("[data-help][open]");
  if (help) {
    help.open = false;
    return help.querySelector("summary").focus();
  }
  if (picked(box).length) return untick(box);
  if (model.current) {
    focusRow(box, model.current);
    model.current = "";
  }
}

function focusRow(box, id) {
  const row = id ? box.querySelector(`[data-row="${CSS.escape(id)}"]`) : null;
  row?.scrollIntoView({ block: "nearest" });
  row?.querySelector("[data-open]")?.focus({ preventScroll: true });
  return row;
}

export function keys(model, box) {
  let place = 0;
  const rows = () => [...box.querySelectorAll("[data-row]")];
  const move = (step) => {
    const all = rows();
    if (!all.length) return;
    const at = all.findIndex((row) => row.dataset.row === model.current);
    // an alert that was treated has left the list: the one that took its place comes next
    place = at < 0 ? Math.min(place, all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1);
    const id = all[place].dataset.row;
    model.current = id;
    mark(box, id);
    focusRow(box, id);
  };
  // the open alert may have left the list: its form knows what was seen
  const opened = () => {
    const form = find("form.decide");
    return form ? [{ id: form.elements.alert.value, seen: form.elements.seen.value }] : [];
  };
  const act = (name) => {
    const chosen = picked(box);
    const on = chosen.length ? chosen : opened();
    if (on.length || name === "undo") model.send_msg({ form: { act: name }, picked: on });
  };
  // an alert is drawn a moment after the key that opens it; another key, and nobody waits for it any more
  let heard = 0;
  const evidence = (pressed = heard, tries = 100) => {
    if (pressed !== heard) return;
    if (find(`#drawer-${CSS.escape(model.current)}`)) find("[data-evidence]")?.focus();
    else if (model.current && tries) window.setTimeout(() => evidence(pressed, tries - 1), 50);
  };
  const doings = {
    j: () => move(1),
    k: () => move(-1),
    x: () => {
      const tick = box.querySelector(`[data-row="${CSS.escape(model.current)}"] [data-pick]`);
      if (tick) tick.checked = !tick.checked;
      tally(box);
    },
    e: () => evidence(),
    "/": () => find("[data-search]")?.focus(),
    "?": () => {
      const help = find("[data-help]");
      if (help) help.open = !help.open;
      help?.querySelector("summary").focus();
    },
  };
  const hear = (event) => {
    const list = box.querySelector("[data-keys]");
    const at = event.composedPath()[0];
    heard += 1;
    if (!list || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return leave(model, box, at);
    if (!wanted(at)) return;
    const named = JSON.parse(list.dataset.keys)[event.key];
    const doing = named ? () => act(named) : doings[event.key];
    if (!doing) return;
    event.preventDefault();
    doing();
  };
  // what was closed by its own button gives the focus back to where it was opened
  let last = model.current;
  model.on("current", () => {
    const [before, now] = [last, (last = model.current)];
    if (before && !now) window.setTimeout(() => document.activeElement === document.body && (focusRow(box, before) || find("#rows", box)?.focus()), 60);
  });
  document.addEventListener("keydown", hear);
  model.on("remove", () => document.removeEventListener("keydown", hear));
}

// Single keys can be switched off (WCAG 2.1.4): this browser remembers it.
export function toggles(box) {
  for (const part of box.querySelectorAll("[data-keys-on]")) {
    part.checked = localStorage.getItem(OFF) !== "yes";
    part.onchange = () => localStorage.setItem(OFF, part.checked ? "no" : "yes");
  }
}
