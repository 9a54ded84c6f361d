// Which nodes and edges of a network stand out: what is hovered over, else the way that is shown, else what is chosen.

export function light(model, hovered, near) {
  const way = model.way || [];
  if (!hovered && way.length > 1) {
    const on = new Set(way);
    const steps = new Set(way.slice(1).flatMap((id, n) => [`${way[n]}\n${id}`, `${id}\n${way[n]}`]));
    return { focus: way[0], lit: true, node: (id) => on.has(id), edge: (a, b) => steps.has(`${a}\n${b}`), strong: (id) => on.has(id) };
  }
  const focus = hovered || model.selected;
  const around = focus && near(focus);
  if (!around) return { focus: "", lit: false, node: () => true, edge: () => true, strong: () => false };
  return {
    focus, lit: true, node: (id) => id === focus || around.has(id), edge: (a, b) => a === focus || b === focus, strong: (id) => id === focus,
  };
}

export const at = (node) => (node.pinned ? { x: node.pinned[0], y: node.pinned[1] } : { x: node.x, y: node.y });
