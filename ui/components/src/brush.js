// A rectangle drawn with the mouse over a map: the regions whose middle lies in it, or the points, are told. A click stays a click.
const LEAST = 8;

function inside(chart, left, top, right, bottom) {
  const series = chart.getModel().getSeriesByIndex(0);
  const map = series.coordinateSystem;
  return series.option.data.filter((one) => {
    const region = Array.isArray(one.value) ? null : map.getRegion(one.name);
    const at = Array.isArray(one.value) ? map.dataToPoint(one.value) : region && map.dataToPoint(region.getCenter());
    return at && at[0] >= left && at[0] <= right && at[1] >= top && at[1] <= bottom;
  }).map((one) => String(one.id));
}

export function brushes(box, chart, model) {
  const mark = document.createElement("div");
  mark.dataset.brush = "";
  mark.style.cssText = "position:absolute;display:none;pointer-events:none;z-index:5;border:2px solid var(--ci-focus);background:color-mix(in srgb, var(--ci-focus) 14%, transparent);border-radius:3px";
  box.style.position = "relative";
  box.appendChild(mark);
  let from = null;
  const place = (event) => {
    const frame = box.getBoundingClientRect();
    return [event.clientX - frame.left, event.clientY - frame.top];
  };
  const corners = (at) => [Math.min(from[0], at[0]), Math.min(from[1], at[1]), Math.max(from[0], at[0]), Math.max(from[1], at[1])];
  const long = ([left, top, right, bottom]) => right - left > LEAST && bottom - top > LEAST;
  const stop = () => {
    from = null;
    mark.style.display = "none";
  };
  const move = (event) => {
    if (!from) return;
    const [left, top, right, bottom] = corners(place(event));
    if (!long([left, top, right, bottom])) return;
    Object.assign(mark.style, { display: "block", left: `${left}px`, top: `${top}px`, width: `${right - left}px`, height: `${bottom - top}px` });
  };
  const up = (event) => {
    if (!from) return;
    const found = corners(place(event));
    stop();
    if (!long(found)) return;
    drawn = true;
    window.setTimeout(() => { drawn = false; }, 50);
    model.send_msg({ brush: inside(chart, ...found) });
  };
  const key = (event) => event.key === "Escape" && stop();
  let drawn = false;
  box.style.cursor = "crosshair";
  box.addEventListener("pointerdown", (event) => {
    if (event.button === 0 && event.pointerType !== "touch") from = place(event);
  });
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", up);
  window.addEventListener("keydown", key);
  return {
    drew: () => drawn,
    forget: () => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", up);
      window.removeEventListener("keydown", key);
    },
  };
}
