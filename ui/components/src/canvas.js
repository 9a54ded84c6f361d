// The same network without a graphics card: drag to move it or a node, wheel to zoom, hover to see neighbours, click to choose.
import { at, light } from "./light.js";
import { colour } from "./paint.js";

const MARGIN = 46;

function frame(nodes, width, height) {
  const xs = nodes.map((node) => node.x);
  const ys = nodes.map((node) => node.y);
  const spanX = Math.max(...xs) - Math.min(...xs) || 1;
  const spanY = Math.max(...ys) - Math.min(...ys) || 1;
  const scaleX = (width - 2 * MARGIN) / spanX;
  const scaleY = (height - 2 * MARGIN) / spanY;
  const [left, low] = [Math.min(...xs), Math.min(...ys)];
  return {
    x: (x, view) => (MARGIN + (x - left) * scaleX) * view.zoom + view.x,
    y: (y, view) => (height - MARGIN - (y - low) * scaleY) * view.zoom + view.y,
    back: (px, py, view) => ({
      x: ((px - view.x) / view.zoom - MARGIN) / scaleX + left, y: (height - MARGIN - (py - view.y) / view.zoom) / scaleY + low,
    }),
  };
}

export function canvasNetwork(box, model, { onSelect = () => {}, onPin = null } = {}) {
  document.fonts.load("400 12px Roboto").then(() => draw());
  const canvas = document.createElement("canvas");
  canvas.style.cssText = "width:100%;height:100%;display:block;cursor:grab";
  box.appendChild(canvas);
  const pen = canvas.getContext("2d");
  const view = { x: 0, y: 0, zoom: 1 };
  let scale = null;
  let spots = [];
  let near = new Map();
  let hovered = "";
  let held = null;

  const place = () => {
    scale = frame(model.nodes, box.offsetWidth, box.offsetHeight);
    spots = model.nodes.map((node) => {
      const { x, y } = held?.spot?.id === node.id && held.moved ? held.to : at(node);
      return { ...node, px: scale.x(x, view), py: scale.y(y, view), r: node.size * Math.sqrt(view.zoom) };
    });
    near = new Map(spots.map((spot) => [spot.id, new Set()]));
    for (const { start, end } of model.edges) {
      near.get(start)?.add(end);
      near.get(end)?.add(start);
    }
  };

  // Below, above, right or left of its disc: the first place that covers nothing; the chosen one is always named.
  const label = (spot, strong, taken) => {
    pen.font = `${strong ? 700 : 400} 12px Roboto, Arial, sans-serif`;
    const w = pen.measureText(spot.label).width;
    const places = [
      [spot.px - w / 2, spot.py + spot.r + 14], [spot.px - w / 2, spot.py - spot.r - 6],
      [spot.px + spot.r + 5, spot.py + 4], [spot.px - spot.r - 5 - w, spot.py + 4],
    ];
    const free = places.find(([x, y]) => x > 2 && x + w < box.offsetWidth - 2 && y > 12 && y < box.offsetHeight - 4 && !taken.some((other) => other.id !== spot.id
      && x < other.x + other.w + 3 && other.x < x + w + 3 && y - 11 < other.y + other.h && other.y < y + 3));
    if (!free && !strong) return;
    const [x, y] = free || places[0];
    taken.push({ x, y: y - 11, w, h: 14 });
    pen.lineWidth = 4;
    pen.strokeStyle = colour("--ci-surface");
    pen.strokeText(spot.label, x, y);
    pen.fillStyle = colour("--ci-ink");
    pen.fillText(spot.label, x, y);
  };

  const draw = () => {
    const ratio = window.devicePixelRatio || 1;
    canvas.width = box.offsetWidth * ratio;
    canvas.height = box.offsetHeight * ratio;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.lineJoin = "round";
    place();
    const shine = light(model, hovered, (id) => near.get(id));
    const by = new Map(spots.map((spot) => [spot.id, spot]));
    for (const edge of model.edges) {
      const [a, b] = [by.get(edge.start), by.get(edge.end)];
      if (!a || !b) continue;
      pen.globalAlpha = shine.edge(a.id, b.id) ? (shine.lit ? 0.9 : 0.55) : 0.08;
      pen.strokeStyle = colour("--ci-edge");
      pen.lineWidth = edge.size;
      pen.beginPath();
      pen.moveTo(a.px, a.py);
      pen.lineTo(b.px, b.py);
      pen.stroke();
    }
    for (const spot of spots) {
      pen.globalAlpha = shine.node(spot.id) ? 1 : 0.15;
      pen.beginPath();
      pen.arc(spot.px, spot.py, spot.r, 0, 2 * Math.PI);
      pen.fillStyle = colour(spot.colour);
      pen.fill();
      pen.lineWidth = shine.strong(spot.id) ? 3 : 1.5;
      pen.strokeStyle = colour(shine.strong(spot.id) ? "--ci-ink" : "--ci-surface");
      pen.stroke();
      if (spot.pinned) {
        pen.beginPath();
        pen.arc(spot.px, spot.py, 2.5, 0, 2 * Math.PI);
        pen.fillStyle = colour("--ci-surface");
        pen.fill();
      }
    }
    pen.globalAlpha = 1;
    const taken = spots.map((spot) => ({ x: spot.px - spot.r, y: spot.py - spot.r, w: 2 * spot.r, h: 2 * spot.r, id: spot.id }));
    const shown = spots.filter((spot) => shine.node(spot.id));
    for (const spot of [...shown].sort((a, b) => shine.strong(b.id) - shine.strong(a.id) || b.size - a.size)) {
      label(spot, shine.strong(spot.id), taken);
    }
  };

  const under = (event) => {
    const area = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - area.left, event.clientY - area.top];
    return spots.findLast((spot) => Math.hypot(spot.px - x, spot.py - y) <= Math.max(spot.r, 8));
  };
  canvas.addEventListener("pointerdown", (event) => {
    held = { x: event.clientX, y: event.clientY, moved: false, spot: onPin && under(event) };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (held) {
      held.moved ||= Math.abs(event.clientX - held.x) + Math.abs(event.clientY - held.y) > 2;
      if (held.spot) {
        const area = canvas.getBoundingClientRect();
        held.to = scale.back(event.clientX - area.left, event.clientY - area.top, view);
      } else {
        view.x += event.clientX - held.x;
        view.y += event.clientY - held.y;
        [held.x, held.y] = [event.clientX, event.clientY];
      }
      return draw();
    }
    const spot = under(event);
    canvas.style.cursor = spot ? "pointer" : "grab";
    if ((spot?.id || "") !== hovered) {
      hovered = spot?.id || "";
      draw();
    }
  });
  canvas.addEventListener("pointerup", (event) => {
    const dropped = held;
    if (dropped && !dropped.moved) onSelect(under(event)?.id || "");
    if (dropped?.moved && dropped.spot) onPin({ id: dropped.spot.id, ...dropped.to });
    held = null;
  });
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    const area = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - area.left, event.clientY - area.top];
    const factor = Math.min(8, Math.max(0.5, view.zoom * Math.exp(-event.deltaY / 600))) / view.zoom;
    view.x = x - (x - view.x) * factor;
    view.y = y - (y - view.y) * factor;
    view.zoom *= factor;
    draw();
  }, { passive: false });

  return { name: "canvas", update: draw, resize: draw, remove: () => canvas.remove(), canvas };
}
