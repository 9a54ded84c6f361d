// The server went away: say so, let nothing be sent to nobody, keep what was typed, and come back by itself.
(() => {
  const [TYPED, TRIES] = ["ci-typed", "ci-tries"];
  const EVERY = 1_500;
  const PATIENCE = 12_000;
  const OVER = 4401; // the session is over, says `ui/access/gate.py`
  const FIELDS = "textarea[id]:not([data-keep=no]), input[type=text][id]:not([data-search]), input[type=datetime-local][id], select[id]:not([data-set])";
  const TYPING = "input:not([type=checkbox]):not([type=radio]), textarea, select";
  const SENDS = "button, [data-go], a[href]:not([download]):not([href^='#'])";
  const ACTS = ["a", "s", "z", "j", "k"];
  const WORDS = {
    fr: {
      lost: "Le serveur ne répond plus. Ce qui était décidé est enregistré~; votre saisie est gardée~; la page reviendra d’elle-même.",
      held: "Rien n’a été envoyé~: le serveur ne répond plus. Votre saisie est gardée~; la page reviendra d’elle-même.",
      back: "Le serveur est de retour.",
      typed: "Le serveur est de retour. Votre saisie est là~: relisez-la, puis envoyez-la.",
    },
    en: {
      lost: "The server does not answer any more. What was decided is stored; what you typed is kept; the page will come back by itself.",
      held: "Nothing was sent: the server does not answer any more. What you typed is kept; the page will come back by itself.",
      back: "The server is back.",
      typed: "The server is back. What you typed is here: read it again, then send it.",
    },
  };
  const sockets = new Set();
  let process;
  let since = 0;
  let leaving = false;

  const line = (role, kind) => {
    const part = document.createElement("div");
    part.className = kind;
    part.setAttribute("role", role);
    document.body.append(part);
    return (name) => {
      part.textContent = name ? WORDS[document.documentElement.lang === "en" ? "en" : "fr"][name].replaceAll("~", "\u202f") : "";
    };
  };
  const warn = line("alert", "away");
  const tell = line("status", "away back");

  const every = (root) => [...root.querySelectorAll("*")].flatMap((part) => [part, ...(part.shadowRoot ? every(part.shadowRoot) : [])]);
  const typed = () => {
    // a comment counts even where it was sent: nobody confirmed it
    const changed = (part) => (part.tagName === "SELECT" ? !part.selectedOptions[0]?.defaultSelected : part.tagName === "TEXTAREA" ? part.value : part.value !== part.defaultValue);
    return Object.fromEntries(every(document).filter((part) => part.matches(FIELDS) && changed(part)).map((part) => [part.id, part.value]));
  };
  const give = (part, value) => {
    if (part.tagName !== "SELECT" && part.type !== "datetime-local" && part.value) return;
    if (part.tagName === "SELECT" && ![...part.options].some((one) => one.value === value)) return;
    part.value = value;
    part.closest("details")?.setAttribute("open", "");
  };
  const restore = () => {
    const kept = JSON.parse(sessionStorage.getItem(TYPED) ?? "null");
    sessionStorage.removeItem(TYPED);
    if (!kept || kept.at !== window.location.search) return;
    const missing = new Map(Object.entries(kept.fields));
    const until = Date.now() + 120_000; // a busy server takes its time
    const fill = () => {
      for (const part of missing.size ? every(document) : []) {
        if (!missing.has(part.id) || !part.matches(FIELDS)) continue;
        give(part, missing.get(part.id));
        missing.delete(part.id);
      }
      if (missing.size && Date.now() < until) return window.setTimeout(fill, 300);
      tell(missing.size < Object.keys(kept.fields).length ? "typed" : "back");
      window.setTimeout(() => tell(""), 12_000);
    };
    fill();
  };

  const ask = async () => {
    try {
      const answer = await fetch("/session", { cache: "no-store" });
      if (answer.status === 401) document.dispatchEvent(new Event("visibilitychange")); // `session.js` leads to the login
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  };
  const again = () => {
    sessionStorage.setItem(TYPED, JSON.stringify({ at: window.location.search, fields: typed() }));
    sessionStorage.setItem(TRIES, String(Number(sessionStorage.getItem(TRIES)) + 1));
    window.location.reload();
  };
  const found = () => {
    since = 0;
    warn("");
    sessionStorage.removeItem(TRIES);
  };
  // the same process may take the page back; another one has to be asked for the whole page
  const look = async () => {
    const said = await ask();
    if (!since) return;
    if (said && said.process === process && [...sockets].some((one) => one.readyState === WebSocket.OPEN)) return found();
    if (said && (said.process !== process || Date.now() - since > PATIENCE * 2 ** Number(sessionStorage.getItem(TRIES)))) return again();
    window.setTimeout(look, EVERY);
  };
  const lost = () => {
    if (since || leaving) return;
    since = Date.now();
    warn("lost");
    look();
  };

  window.WebSocket = new Proxy(window.WebSocket, {
    construct(Real, given) {
      const socket = new Real(...given);
      sockets.add(socket);
      socket.addEventListener("open", found);
      socket.addEventListener("close", (event) => {
        sockets.delete(socket);
        if (event.code === OVER) ask();
        else lost();
      });
      return socket;
    },
  });
  window.addEventListener("beforeunload", () => {
    leaving = true;
    window.setTimeout(() => (leaving = false), 3_000); // a file that is saved leaves the page where it is
  });
  document.addEventListener("ci-unheard", lost);

  const hold = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    warn("held");
  };
  window.addEventListener("click", (event) => {
    if (since && event.composedPath().some((part) => part instanceof Element && part.matches(SENDS))) hold(event);
  }, true);
  window.addEventListener("keydown", (event) => {
    const at = event.composedPath()[0];
    if (since && ACTS.includes(event.key) && !(at instanceof Element && at.matches(TYPING))) hold(event);
  }, true);

  ask().then((said) => { process = said?.process; });
  restore();
})();
