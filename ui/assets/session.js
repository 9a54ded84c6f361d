// Leads to the login once the session is over: asked now and then, as the page itself would only fall silent.
(() => {
  const ask = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch("/session", { cache: "no-store" });
      if (answer.status === 401) window.location.assign(`/login?vers=${encodeURIComponent(window.location.search.slice(1))}`);
    } catch {
      document.dispatchEvent(new Event("ci-unheard")); // `away.js` says so
    }
  };
  window.setInterval(ask, 15_000);
  document.addEventListener("visibilitychange", ask);
})();
