// A network at positions computed on the server: sigma.js on a graphics card, a plain canvas without one.
import Graph from "graphology";
import Sigma from "sigma";
import { canvasNetwork } from "./canvas.js";
import { at, light } from "./light.js";
import { afterTheme, colour } from "./paint.js";

function hasGraphicsCard() {
  const gl = document.createElement("canvas").getContext("webgl2");
  if (!gl) return false;
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  const name = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  return !/swiftshader|llvmpipe|software|basic render/i.test(name);
}

function sigmaNetwork(box, model, { onSelect, onPin }) {
  const graph = new Graph({ type: "undirected" });
  let hovered = null;
  let dragged = null;
  const shine = () => light(model, hovered, (id) => (graph.hasNode(id) ? new Set(graph.neighbors(id)) : null));
  const load = () => {
    graph.clear();
    for (const node of model.nodes) graph.addNode(node.id, { ...node, ...at(node), color: colour(node.colour) });
    for (const edge of model.edges) graph.mergeEdge(edge.start, edge.end, { size: edge.size });
  };
  load();
  let shining = shine();
  const sigma = new Sigma(graph, box, {
    labelFont: "Roboto, Arial, sans-serif", labelRenderedSizeThreshold: 5, zIndex: true,
    nodeReducer: (id, node) => {
      if (shining.strong(id)) return { ...node, highlighted: true, zIndex: 2 };
      if (!shining.lit) return node;
      return shining.node(id) ? { ...node, zIndex: 1 } : { ...node, color: colour("--ci-line"), label: null };
    },
    edgeReducer: (id, edge) => (shining.edge(...graph.extremities(id)) ? edge : { ...edge, hidden: true }),
  });
  const dress = () => {
    sigma.setSetting("labelColor", { color: colour("--ci-ink") });
    sigma.setSetting("defaultEdgeColor", colour("--ci-edge"));
  };
  const hover = (node) => {
    hovered = node;
    shining = shine();
    sigma.refresh({ skipIndexation: true });
  };
  sigma.on("enterNode", ({ node }) => hover(node));
  sigma.on("leaveNode", () => hover(null));
  sigma.on("clickNode", ({ node }) => onSelect(node));
  sigma.on("clickStage", () => onSelect(""));
  sigma.on("downNode", ({ node }) => {
    dragged = { id: node, moved: false };
    if (!sigma.getCustomBBox()) sigma.setCustomBBox(sigma.getBBox());
  });
  sigma.on("moveBody", ({ event }) => {
    if (!dragged) return;
    dragged = { id: dragged.id, moved: true, ...sigma.viewportToGraph(event) };
    graph.mergeNodeAttributes(dragged.id, { x: dragged.x, y: dragged.y });
    event.preventSigmaDefault();
  });
  const drop = () => {
    if (dragged?.moved) onPin({ id: dragged.id, x: dragged.x, y: dragged.y });
    dragged = null;
  };
  for (const name of ["upNode", "upStage"]) sigma.on(name, drop);
  dress();
  return {
    name: "webgl",
    update: () => {
      load();
      shining = shine();
      dress();
      sigma.refresh();
    },
    resize: () => sigma.resize(),
    remove: () => sigma.kill(),
  };
}

// The picture as a file: drawn once more on a plain canvas, which a graphics card need not give back.
function saved(box, model) {
  const copy = document.createElement("div");
  copy.style.cssText = `position:absolute;visibility:hidden;width:${box.offsetWidth}px;height:${box.offsetHeight}px`;
  box.parentNode.appendChild(copy);
  const drawn = canvasNetwork(copy, model);
  drawn.update();
  const file = document.createElement("canvas");
  [file.width, file.height] = [drawn.canvas.width, drawn.canvas.height];
  const pen = file.getContext("2d");
  pen.fillStyle = colour("--ci-surface");
  pen.fillRect(0, 0, file.width, file.height);
  pen.drawImage(drawn.canvas, 0, 0);
  copy.remove();
  file.toBlob((blob) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = "reseau.png";
    link.click();
    URL.revokeObjectURL(link.href);
  });
}

function saveButton(box, model) {
  const button = document.createElement("button");
  button.type = "button";
  button.style.cssText = "position:absolute;right:0;bottom:0;z-index:1;font:700 13px Roboto,Arial,sans-serif;padding:6px 12px;border-radius:6px;"
    + "cursor:pointer;color:var(--ci-ink);background:var(--ci-surface);border:1px solid var(--ci-edge-strong)";
  button.addEventListener("click", () => saved(box, model));
  return button;
}

export function render({ model, el }) {
  const box = document.createElement("div");
  box.style.cssText = "width:100%;height:100%;position:relative";
  box.setAttribute("role", "img");
  const whole = document.createElement("div");
  whole.style.cssText = "width:100%;height:100%;position:relative";
  const save = saveButton(box, model);
  whole.append(box, save);
  el.appendChild(whole);
  let network = null;
  const acts = { onSelect: (id) => model.send_msg({ id }), onPin: (pin) => model.send_msg({ pin }) };

  const update = () => {
    if (!network) return;
    network.update();
    box.setAttribute("aria-label", model.label);
    save.textContent = model.save_words;
    save.hidden = !model.save_words;
    box.dataset.way = String(model.way.length);
    box.dataset.nodes = String(model.nodes.length);
    box.dataset.edges = String(model.edges.length);
    box.dataset.renderer = network.name;
    box.dataset.ready = "true";
  };
  const start = () => {
    if (network) return network.resize();
    if (!box.offsetWidth || !box.offsetHeight) return;
    network = (hasGraphicsCard() ? sigmaNetwork : canvasNetwork)(box, model, acts);
    update();
  };

  model.on("after_layout", start);
  const watcher = new ResizeObserver(start);
  watcher.observe(box);
  const forget = afterTheme(update);
  for (const name of ["nodes", "edges", "selected", "way", "save_words"]) model.on(name, update);
  model.on("remove", () => {
    watcher.disconnect();
    forget();
    if (network) network.remove();
  });
}
