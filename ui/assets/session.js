// Leads to the login once the session is over: asked now and then, as the page itself would only fall silent.
(() => {
  const ask = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch("/session", { cache: "no-store" });
      if (answer.status === 401) window.location.assign(`/login?vers=${encodeURIComponent((window.location.pathname + window.location.search).slice(1).replace(/^\?/, ""))}`);
    } catch {
      document.dispatchEvent(new Event("ci-unheard")); // `away.js` says so
    }
  };
  // Whatever is saved from the screens of an exercise says so in its name.
  const named = (event) => {
    const link = event.composedPath().find((part) => part instanceof HTMLAnchorElement && part.hasAttribute("download"));
    if (link && window.location.pathname === "/exercice" && !link.download.startsWith("EXERCICE")) link.download = `EXERCICE-${link.download}`;
  };
  document.addEventListener("click", named, true);
  window.setInterval(ask, 15_000);
  document.addEventListener("visibilitychange", ask);
})();
