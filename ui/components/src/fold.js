// On a narrow screen the menu lies over the content: the server is told to fold it once it is really seen there.
const NARROW = "(max-width: 599.95px)";

// The menu may be drawn again, by whoever opens it: it is folded once, and once more when the screen becomes narrow.
export function fold(box, model, view) {
  const page = document.documentElement.dataset;
  const narrow = window.matchMedia(NARROW);
  const session = view.model.document;
  // Before all is drawn the page does not follow the server yet: told then, the menu would stay open.
  const tell = () => window.requestAnimationFrame(() => window.setTimeout(() => model.send_msg({ narrow: true })));
  const seen = new IntersectionObserver((parts) => {
    if (page.menu === "folded" || !parts.some((part) => part.isIntersecting)) return;
    page.menu = "folded";
    if (session.is_idle) tell();
    else session.idle.connect(tell);
  });
  const look = () => {
    seen.disconnect();
    if (narrow.matches) seen.observe(box);
    else delete page.menu;
  };
  narrow.addEventListener("change", look);
  look();
  return () => {
    seen.disconnect();
    session.idle.disconnect(tell);
    narrow.removeEventListener("change", look);
  };
}
