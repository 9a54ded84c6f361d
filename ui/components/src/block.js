// HTML made (and escaped) on the server, with links, buttons, lists and forms that speak to it.
import css from "./block.css";
import { fold } from "./fold.js";
import { find, keys, mark, picked, tally, toggles, untick } from "./keys.js";
import { player } from "./play.js";

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

const FIELDS = "textarea[id]:not([data-keep=no]), input[type=text][id], input[type=datetime-local][id], select[id]:not([data-set])";

function wear(model) {
  const page = document.documentElement;
  if (model.look) page.dataset.look = model.look;
  if (model.lang) page.lang = model.lang;
  if (model.heading) document.title = model.heading;
}

const first = (field) => field.defaultValue ?? [...field.options].find((one) => one.defaultSelected)?.value ?? field.options[0]?.value;

function remember(box, drafts) {
  const open = [...box.querySelectorAll("details[id]")].filter((part) => part.open).map((part) => part.id);
  const focus = box.getRootNode().activeElement?.closest("[id]")?.id;
  const ticked = [...box.querySelectorAll("input[type=checkbox][id]")].filter((part) => part.checked).map((part) => part.id);
  const scrolled = [...box.querySelectorAll("[data-scroll][id]")].map((part) => [part.id, part.scrollTop]);
  for (const field of box.querySelectorAll(FIELDS)) {
    if (field.value !== first(field)) drafts.set(field.id, field.value);
    else drafts.delete(field.id);
  }
  return { open, focus, ticked, scrolled };
}

// A live region is read out when its words change, not when it is put in: it stays, and only its words are new.
function retold(box, html) {
  const live = box.firstElementChild;
  const made = document.createElement("template");
  made.innerHTML = html;
  const fresh = made.content.firstElementChild;
  if (!live?.matches("[data-live]") || !fresh?.matches("[data-live]")) return false;
  live.replaceChildren(...fresh.childNodes);
  return true;
}

function restore(box, drafts, { open, focus, ticked, scrolled }) {
  const named = (id) => box.querySelector(`#${CSS.escape(id)}`);
  for (const id of open) named(id)?.setAttribute("open", "");
  for (const id of ticked) if (named(id)) named(id).checked = true;
  for (const [id, top] of scrolled) if (named(id)) named(id).scrollTop = top;
  for (const [id, value] of drafts) if (named(id)) named(id).value = value;
  // a button that did its work may be gone: whoever pressed it stays where it was
  if (focus) (named(focus) ?? box.querySelector("[data-rest]"))?.focus({ preventScroll: true });
}

// What was sent is no draft any more: whatever the server shows in its place stands.
function settle(form) {
  for (const field of form.querySelectorAll("textarea, input[type=text], input[type=datetime-local]")) field.defaultValue = field.value;
  for (const one of form.querySelectorAll("select:not([data-set]) option")) one.defaultSelected = one.selected;
}

function speak(box, model) {
  let waiting;
  box.addEventListener("click", (event) => {
    const link = event.target.closest("[data-go]");
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    if (link && plain) {
      event.preventDefault();
      model.send_msg({ go: JSON.parse(link.dataset.go) });
      // on a narrow screen what was opened lies below the list
      if (link.dataset.open !== undefined && window.innerWidth < 1200) window.setTimeout(() => find("[data-beside]")?.scrollIntoView(), 400);
    }
  });
  box.addEventListener("change", (event) => {
    const name = event.target.dataset.set;
    const steps = event.target.dataset.steps;
    if (name) model.send_msg({ go: { [name]: steps ? JSON.parse(steps)[event.target.value] : event.target.value } });
    if (event.target.matches("[data-pick]")) tally(box);
  });
  box.addEventListener("input", (event) => {
    if (!event.target.matches("[data-search]")) return;
    window.clearTimeout(waiting);
    const field = event.target;
    waiting = window.setTimeout(() => model.send_msg({ go: { search_words: field.value } }), 250);
  });
  box.addEventListener("submit", (event) => {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.target, event.submitter));
    const message = { form: values };
    if (event.target.dataset.bulk !== undefined) message.picked = picked(box);
    settle(event.target);
    model.send_msg(message);
  });
}

export function render({ model, view, el }) {
  const root = el.getRootNode();
  if (root.adoptedStyleSheets && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  const box = document.createElement("div");
  const drafts = new Map();
  box.className = "ci";
  const played = player(box);
  el.appendChild(box);
  const draw = () => {
    wear(model);
    const before = remember(box, drafts);
    const asked = box.querySelector("[data-grab]");
    if (!retold(box, model.html)) box.innerHTML = model.html;
    restore(box, drafts, before);
    if (!asked) box.querySelector("[data-grab]")?.focus();
    mark(box, model.current);
    tally(box);
    toggles(box);
    played.mark();
  };
  speak(box, model);
  const back = () => model.send_msg({ url: window.location.search });
  if (model.look) window.addEventListener("popstate", back);
  draw();
  const unfold = model.folds ? fold(box, model, view) : () => {};
  for (const name of ["html", "look", "lang", "heading"]) model.on(name, draw);
  model.on("current", () => mark(box, model.current));
  model.on("cleared", () => untick(box));
  model.on("remove", () => {
    played.stop();
    unfold();
    window.removeEventListener("popstate", back);
  });
  if (model.keys) keys(model, box);
}
