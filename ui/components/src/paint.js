// Colours live in the page's CSS variables, so that a theme change needs no word from the server.

const hatches = new Map();

function hatch(ink, ground) {
  const key = `${ink}|${ground}`;
  if (!hatches.has(key)) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = 8;
    const pen = tile.getContext("2d");
    pen.fillStyle = ground;
    pen.fillRect(0, 0, 8, 8);
    pen.strokeStyle = ink;
    pen.lineWidth = 1.4;
    for (const x of [-8, 0, 8]) {
      pen.moveTo(x, 8);
      pen.lineTo(x + 8, 0);
    }
    pen.stroke();
    hatches.set(key, { image: tile, repeat: "repeat" });
  }
  return hatches.get(key);
}

export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim() || "#888888";
}

// Return a copy of `value` in which `var(--x)` is the colour of the theme and `$hatch` the pattern of the unknown.
export function painted(value) {
  if (typeof value === "string") {
    if (value === "$hatch") return hatch(colour("--ci-unknown"), colour("--ci-surface"));
    return value.startsWith("var(--") ? colour(value.slice(4, -1)) : value;
  }
  if (Array.isArray(value)) return value.map(painted);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, painted(inner)]));
  }
  return value;
}

export function escaped(text) {
  const box = document.createElement("div");
  box.textContent = text;
  return box.innerHTML.replaceAll("\n", "<br>");
}

// Run `act` once the theme's variables have changed.
export function afterTheme(act) {
  const observer = new MutationObserver(act);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-look"] });
  return () => observer.disconnect();
}
