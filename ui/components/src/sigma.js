// A network at positions computed on the server: sigma.js on a graphics card, a plain canvas without one.
import Graph from "graphology";
import Sigma from "sigma";
import { canvasNetwork } from "./canvas.js";
import { afterTheme, colour } from "./paint.js";

function hasGraphicsCard() {
  const gl = document.createElement("canvas").getContext("webgl2");
  if (!gl) return false;
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  const name = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  return !/swiftshader|llvmpipe|software|basic render/i.test(name);
}

function sigmaNetwork(box, model, onSelect) {
  const graph = new Graph({ type: "undirected" });
  let hovered = null;
  const focus = () => hovered ?? (graph.hasNode(model.selected) ? model.selected : null);
  const load = () => {
    graph.clear();
    for (const node of model.nodes) graph.addNode(node.id, { ...node, color: colour(node.colour) });
    for (const edge of model.edges) graph.mergeEdge(edge.start, edge.end, { size: edge.size });
  };
  load();
  const sigma = new Sigma(graph, box, {
    labelFont: "Roboto, Arial, sans-serif", labelRenderedSizeThreshold: 5, zIndex: true,
    nodeReducer: (id, node) => {
      const held = focus();
      if (held === null) return node;
      if (id === held) return { ...node, highlighted: true, zIndex: 2 };
      return graph.areNeighbors(id, held) ? { ...node, zIndex: 1 } : { ...node, color: colour("--ci-line"), label: null };
    },
    edgeReducer: (id, edge) => (focus() === null || graph.hasExtremity(id, focus()) ? edge : { ...edge, hidden: true }),
  });
  const dress = () => {
    sigma.setSetting("labelColor", { color: colour("--ci-ink") });
    sigma.setSetting("defaultEdgeColor", colour("--ci-edge"));
  };
  const hover = (node) => {
    hovered = node;
    sigma.refresh({ skipIndexation: true });
  };
  sigma.on("enterNode", ({ node }) => hover(node));
  sigma.on("leaveNode", () => hover(null));
  sigma.on("clickNode", ({ node }) => onSelect(node));
  sigma.on("clickStage", () => onSelect(""));
  dress();
  return {
    name: "webgl",
    update: () => {
      load();
      dress();
      sigma.refresh();
    },
    resize: () => sigma.resize(),
    remove: () => sigma.kill(),
  };
}

export function render({ model, el }) {
  const box = document.createElement("div");
  box.style.cssText = "width:100%;height:100%;position:relative";
  box.setAttribute("role", "img");
  el.appendChild(box);
  let network = null;
  const onSelect = (id) => model.send_msg({ id });

  const update = () => {
    if (!network) return;
    network.update();
    box.setAttribute("aria-label", model.label);
    box.dataset.nodes = String(model.nodes.length);
    box.dataset.edges = String(model.edges.length);
    box.dataset.renderer = network.name;
    box.dataset.ready = "true";
  };
  const start = () => {
    if (network) return network.resize();
    if (!box.offsetWidth || !box.offsetHeight) return;
    network = (hasGraphicsCard() ? sigmaNetwork : canvasNetwork)(box, model, onSelect);
    update();
  };

  model.on("after_layout", start);
  const watcher = new ResizeObserver(start);
  watcher.observe(box);
  const forget = afterTheme(update);
  for (const name of ["nodes", "edges", "selected"]) model.on(name, update);
  model.on("remove", () => {
    watcher.disconnect();
    forget();
    if (network) network.remove();
  });
}
