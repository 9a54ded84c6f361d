// A slider played: one step a beat to its end, from its beginning if it stands there already.
const BEAT = 900;

export function player(box) {
  let beat = 0;
  const mark = () => {
    const button = box.querySelector("[data-play]");
    if (button) button.setAttribute("aria-pressed", String(beat !== 0));
    else stop();
  };
  const stop = () => {
    window.clearInterval(beat);
    beat = 0;
  };
  const to = (field, value) => {
    field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const on = () => {
    const field = box.querySelector("[data-steps]");
    if (!field || Number(field.value) >= Number(field.max)) {
      stop();
      return mark();
    }
    to(field, Number(field.value) + 1);
  };
  box.addEventListener("click", (event) => {
    if (!event.target.closest("[data-play]")) return;
    if (beat) stop();
    else {
      const field = box.querySelector("[data-steps]");
      if (Number(field.value) >= Number(field.max)) to(field, 0);
      beat = window.setInterval(on, BEAT);
    }
    mark();
  });
  return { mark, stop };
}
