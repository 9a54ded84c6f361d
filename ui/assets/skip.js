// The title of the page lies in shadow roots, out of reach of a plain anchor.
(() => {
  const find = (root) => {
    const found = root.querySelector("[data-main]");
    if (found) return found;
    for (const part of root.querySelectorAll("*")) {
      const inner = part.shadowRoot && find(part.shadowRoot);
      if (inner) return inner;
    }
    return null;
  };
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    find(document)?.focus();
  });
  // Panel's buttons that make a file hear only the link within them; a key presses the button around it
  window.addEventListener("click", (event) => {
    const at = event.composedPath()[0];
    if (at instanceof HTMLButtonElement && at.matches(".bk-btn")) at.querySelector("a")?.click();
  });
})();
