// A wall screen (?mur=1): pages one after the other, big, without controls; stops for whoever is there; a tone if asked.
(() => {
  if (!new URLSearchParams(window.location.search).get("mur")) return;

  const page = document.documentElement;
  // an exercise that is played beside the app has a graph, and alerts, of its own
  const ASKS = `${window.location.pathname.startsWith("/exercice") ? "/exercice" : ""}/api/wall`;
  const WORDS = {
    fr: {
      label: "Mur d’écrans", leave: "Quitter le mur", sound: "Son", on: "oui", off: "non", touch: "cliquez pour l’entendre",
      paused: "En pause, reprise dans", seconds: "s", next: "Page suivante dans", local: "Paris", data: "Données au",
      away: "Le serveur ne répond plus depuis", fresh: "Les données n’avancent plus depuis", alert: (severity) => `Nouvelle alerte ${severity}\u202f:`, still: "Page fixe",
    },
    en: {
      label: "Wall screen", leave: "Leave the wall", sound: "Sound", on: "on", off: "off", touch: "click to hear it",
      paused: "Paused, going on in", seconds: "s", next: "Next page in", local: "Paris", data: "Data as of",
      away: "The server has not answered since", fresh: "The data have stood still since", alert: (severity) => `New ${severity} alert:`, still: "One page",
    },
  };
  const SEVERITIES = { fr: { critique: "critique", forte: "forte" }, en: { critique: "critical", forte: "high" } };
  const ASKED = 10_000;  // between two questions to the server
  const REST = 60;       // seconds without a key or a pointer after which pages go on
  const SHOWN = 60_000;  // for so long a new alert is told
  const STALE = 15 * 60_000;
  const SCREENS = 4;     // of one page
  // the frame is as wide as the window before it is enlarged
  const SHEET = `div:has(> main.main), main.main { width: calc(100vw / var(--wall-zoom)) !important;
    height: calc((100vh - var(--wall-bar)) / var(--wall-zoom)) !important; }
    a { pointer-events: none; color: inherit !important; text-decoration: none !important; }
    .MuiAppBar-root, .MuiDrawer-root, .MuiToolbar-root, .filters, .field, nav:not(.boxes), summary, .twin, .entering,
    .foot-of-card, .off, .tools, .bulk, .keys, .pick, .decide, a[download], .button, button, input, select, textarea
    { display: none !important; }`;

  const given = () => new URLSearchParams(window.location.search);
  const say = (name) => WORDS[page.lang === "en" ? "en" : "fr"][name];
  const clock = (at, zone) => {
    const shown = at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone });
    return page.lang === "en" ? shown : shown.replace(":", "\u202fh\u202f");
  };
  const moment = (at) => `${at.toLocaleDateString(page.lang === "en" ? "en-GB" : "fr-FR", { day: "numeric", month: "short", timeZone: "Europe/Paris" })}, ${clock(at, "Europe/Paris")}`;

  const state = { pages: [], seconds: 30, left: 30, rest: 0, known: null, data: null, awayAt: null, told: null, wall: null };
  const part = {};
  let audio = null;

  page.dataset.wall = "yes";

  function make(tag, name, inside, text) {
    const made = document.createElement(tag);
    made.className = `wall-${name}`;
    if (text) made.textContent = text;
    inside.append(made);
    part[name] = made;
    return made;
  }

  function build() {
    const bar = make("header", "bar", document.body);
    bar.setAttribute("role", "banner");
    bar.setAttribute("aria-label", say("label"));
    make("b", "brand", bar, "CyberImpact");
    make("span", "clock", bar);
    make("span", "fresh", bar);
    make("span", "turn", bar);
    const sound = make("button", "sound", bar);
    sound.type = "button";
    sound.addEventListener("click", switchSound);
    make("a", "leave", bar);
    const alert = make("p", "alert", document.body);
    alert.setAttribute("role", "status");
    make("i", "course", bar).setAttribute("aria-hidden", "true");
  }

  // The pages lie in shadow roots, out of reach of a plain sheet.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(SHEET);
  function strip(root = document) {
    if (root !== document && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    for (const each of root.querySelectorAll("*")) if (each.shadowRoot) strip(each.shadowRoot);
  }

  function turn() {
    if (state.pages.length < 2) return;
    const query = given();
    const here = state.pages.indexOf(query.get("page") || "situation");
    const next = state.pages[(here + 1) % state.pages.length];
    if (next === "situation") query.delete("page");
    else query.set("page", next);
    window.history.replaceState(null, "", `?${query}`);
    window.dispatchEvent(new PopStateEvent("popstate"));
    show(0);
  }

  // What does not fit comes into sight while the page is shown, screen by screen.
  function frame(root = document) {
    const found = root.querySelector(".main-content");
    if (found) return found;
    for (const each of root.querySelectorAll("*")) {
      const inner = each.shadowRoot && frame(each.shadowRoot);
      if (inner) return inner;
    }
    return null;
  }

  function show(part) {
    const box = [frame(), document.scrollingElement].find((one) => one && one.scrollHeight > one.clientHeight + 8);
    if (!box) return;
    const screens = Math.min(SCREENS, Math.ceil((box.scrollHeight - box.clientHeight) / box.clientHeight - 0.1) + 1);
    const top = Math.min(Math.floor(part * screens), screens - 1) * box.clientHeight * 0.9;
    if (Math.abs(box.scrollTop - Math.min(top, box.scrollHeight - box.clientHeight)) > 4) {
      box.scrollTo({ top, behavior: window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth" });
    }
  }

  function tick() {
    const now = new Date();
    if (state.rest > 0) state.rest -= 1;
    else if (!document.hidden) {
      state.left -= 1;
      if (state.left <= 0) {
        state.left = state.seconds;
        turn();
      }
      show(1 - state.left / state.seconds);
    }
    part.clock.textContent = `${clock(now, "Europe/Paris")} ${say("local")} · ${clock(now, "UTC")} UTC`;
    part.turn.textContent = state.rest > 0 ? `${say("paused")} ${state.rest} ${say("seconds")}` : state.pages.length > 1 ? `${say("next")} ${state.left} ${say("seconds")}` : say("still");
    part.bar.classList.toggle("resting", state.rest > 0);
    part.course.style.width = `${100 * (1 - state.left / state.seconds)}%`;
    fresh(now);
    if (state.told && now - state.told > SHOWN) part.alert.textContent = "";
    wear();
    strip();
  }

  function fresh(now) {
    part.fresh.classList.remove("stale");
    if (state.awayAt) {
      part.fresh.textContent = `${say("away")} ${clock(state.awayAt, "Europe/Paris")}`;
      part.fresh.classList.add("stale");
    } else if (state.data) {
      const old = now - state.movedAt > STALE;
      part.fresh.textContent = `${say(old ? "fresh" : "data")} ${moment(old ? state.movedAt : state.data)}`;
      part.fresh.classList.toggle("stale", old);
    }
  }

  async function ask() {
    try {
      const answer = await fetch(ASKS, { cache: "no-store" });
      if (answer.status === 401) return;  // the login is near: see session.js
      if (!answer.ok) throw new Error(answer.status);
      hear(await answer.json());
      if (state.awayAt) window.location.reload();
    } catch {
      state.awayAt ??= new Date();
    }
  }

  function hear(told) {
    const chosen = given().get("mur").split(",").filter((name) => told.pages.includes(name));
    state.pages = chosen.length ? chosen : told.rotation;
    if (state.seconds !== told.seconds) state.left = state.seconds = told.seconds;
    if (told.clock && told.clock !== state.wall) {
      state.wall = told.clock;
      state.data = new Date(told.clock);
      state.movedAt = new Date();
    }
    const fresh = state.known ? told.urgent.filter((one) => !state.known.has(one.id)) : [];
    state.known = new Set([...(state.known ?? []), ...told.urgent.map((one) => one.id)]);
    if (fresh.length) announce(fresh);
  }

  function announce(alerts) {
    const lang = page.lang === "en" ? "en" : "fr";
    const [first, ...more] = alerts;
    const title = (lang === "en" && first.title_en) || first.title;
    part.alert.textContent = `${say("alert")(SEVERITIES[lang][first.severity])} ${title}${more.length ? ` (+${more.length})` : ""}`;
    part.alert.dataset.severity = first.severity;
    state.told = new Date();
    ring();
  }

  const wanted = () => window.localStorage.getItem("ci-wall-sound") === "yes";

  function switchSound() {
    const asks = !wanted() || (audio && audio.state !== "running") || !audio;
    window.localStorage.setItem("ci-wall-sound", asks ? "yes" : "no");
    if (asks) {
      audio ??= new AudioContext();
      audio.resume().then(wear);
      ring();
    }
    wear();
  }

  function wear() {
    const mute = wanted() && (!audio || audio.state !== "running");
    part.sound.setAttribute("aria-pressed", String(wanted()));
    part.sound.textContent = `${say("sound")}${page.lang === "en" ? ":" : "\u202f:"} ${mute ? say("touch") : say(wanted() ? "on" : "off")}`;
    const without = given();
    without.delete("mur");
    part.leave.href = `?${without}`;
    part.leave.textContent = say("leave");
  }

  // Two short notes, soft at both ends.
  function ring() {
    if (!wanted() || !audio) return;
    for (const [after, pitch] of [[0, 660], [0.28, 880]]) {
      const note = audio.createOscillator();
      const loud = audio.createGain();
      const at = audio.currentTime + after;
      note.frequency.value = pitch;
      loud.gain.setValueAtTime(0, at);
      loud.gain.linearRampToValueAtTime(0.2, at + 0.03);
      loud.gain.linearRampToValueAtTime(0, at + 0.24);
      note.connect(loud).connect(audio.destination);
      note.start(at);
      note.stop(at + 0.25);
    }
  }

  let pointer = null;
  function pause(event) {
    // a pointer that lies still is nobody: some browsers tell of it when the page below moves
    if (event.type === "pointermove") {
      const here = `${event.screenX} ${event.screenY}`;
      const moved = pointer !== null && pointer !== here;
      pointer = here;
      if (!moved) return;
    }
    state.rest = REST;
    state.left = state.seconds;
  }

  build();
  wear();
  for (const name of ["keydown", "pointerdown", "pointermove", "wheel", "touchstart"]) window.addEventListener(name, pause, { passive: true });
  ask().then(tick);
  window.setInterval(ask, ASKED);
  window.setInterval(tick, 1000);
})();
