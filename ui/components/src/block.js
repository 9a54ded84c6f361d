// HTML made (and escaped) on the server, with links, buttons, lists and forms that speak to it.
import css from "./block.css";

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

function wear(model) {
  const page = document.documentElement;
  if (model.look) page.dataset.look = model.look;
  if (model.lang) page.lang = model.lang;
  if (model.heading) document.title = model.heading;
}

function remember(box) {
  const open = [...box.querySelectorAll("details[id]")].filter((part) => part.open).map((part) => part.id);
  const focus = box.getRootNode().activeElement?.closest("[id]")?.id;
  const typed = [...box.querySelectorAll("textarea[id]")].map((field) => [field.id, field.value]);
  return { open, focus, typed };
}

function restore(box, { open, focus, typed }) {
  for (const id of open) box.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
  for (const [id, value] of typed) {
    const field = box.querySelector(`#${CSS.escape(id)}`);
    if (field && field.dataset.keep !== "no") field.value = value;
  }
  if (focus) box.querySelector(`#${CSS.escape(focus)}`)?.focus({ preventScroll: true });
}

export function render({ model, el }) {
  const root = el.getRootNode();
  if (root.adoptedStyleSheets && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  const box = document.createElement("div");
  box.className = "ci";
  el.appendChild(box);
  const draw = () => {
    wear(model);
    const before = remember(box);
    box.innerHTML = model.html;
    restore(box, before);
  };
  box.addEventListener("click", (event) => {
    const link = event.target.closest("[data-go]");
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    if (link && plain) {
      event.preventDefault();
      model.send_msg({ go: JSON.parse(link.dataset.go) });
    }
  });
  box.addEventListener("change", (event) => {
    const name = event.target.dataset.set;
    if (name) model.send_msg({ go: { [name]: event.target.value } });
  });
  box.addEventListener("submit", (event) => {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.target, event.submitter));
    for (const field of event.target.querySelectorAll("textarea")) field.value = "";
    model.send_msg({ form: values });
  });
  const back = () => model.send_msg({ url: window.location.search });
  if (model.look) window.addEventListener("popstate", back);
  // The menu listens once the whole page is mounted; told before, it would stay open over the content.
  if (model.look && window.innerWidth < 600) window.setTimeout(() => model.send_msg({ narrow: true }), 600);
  draw();
  for (const name of ["html", "look", "lang", "heading"]) model.on(name, draw);
  model.on("remove", () => window.removeEventListener("popstate", back));
}
