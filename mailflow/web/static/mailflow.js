// Renews the page's main part without a flicker: asks for the page again and exchanges what has changed.
(() => {
  const seconds = Number(document.querySelector('meta[name="refresh"]')?.content);
  if (!seconds) return;
  const stale = document.getElementById("stale");

  function exchange(fresh) {
    const here = document.getElementById("main");
    if (!fresh || fresh.innerHTML === here.dataset.seen) return;
    const open = [...here.querySelectorAll("details[open]")].map((one) => one.id);
    const at = document.activeElement?.closest?.("#main a")?.getAttribute("href");
    here.dataset.seen = fresh.innerHTML;
    here.replaceChildren(...fresh.childNodes);
    for (const id of open) if (id) document.getElementById(id)?.setAttribute("open", "");
    if (at) here.querySelector(`a[href="${CSS.escape(at).replaceAll("\\/", "/")}"]`)?.focus({ preventScroll: true });
  }

  async function renew() {
    if (document.hidden) return;
    try {
      const answer = await fetch(location.href, { redirect: "error", credentials: "same-origin", cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      exchange(new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("main"));
      stale.hidden = true;
    } catch {
      stale.hidden = false;
    }
  }

  document.getElementById("main").dataset.seen = "";
  setInterval(renew, seconds * 1000);
  document.addEventListener("visibilitychange", renew);
})();
