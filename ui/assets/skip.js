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
})();
