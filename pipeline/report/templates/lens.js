"use strict";
// The magnifier that shows where a figure is printed. It has the address of the figure, which can be kept and sent.
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const lens = document.getElementById("lupp");
  const pane = lens.querySelector(".pane");
  const astray = document.getElementById("vilse");
  const key = () => decodeURIComponent(location.hash.slice(1));
  const pageOf = (wanted) => document.getElementById(wanted)?.closest("figure.page");
  const linkTo = (wanted) => all("a.figure").find((link) => link.hash && link.pathname === location.pathname && decodeURIComponent(link.hash.slice(1)) === wanted);
  let from = null;

  const show = (wanted, page) => {
    const copy = page.cloneNode(true);
    for (const mark of all(".mark", copy)) {
      if (mark.id === wanted || mark.dataset.of === wanted) mark.classList.add("shown");
      else mark.remove();
    }
    for (const element of [copy, ...all("[id]", copy)]) element.removeAttribute("id");
    for (const picture of all("img", copy)) picture.loading = "eager";
    const caption = copy.querySelector("figcaption");
    const name = linkTo(wanted)?.getAttribute("aria-label");
    document.getElementById("lupp-h").textContent = name ? `${name} (${caption.textContent})` : caption.textContent;
    caption.remove();
    pane.replaceChildren(copy);
    if (!lens.open) lens.showModal();
    (copy.querySelector(".shown") ?? copy).scrollIntoView({ block: "center", inline: "center" });
  };
  // Shows what the address says; a figure of the page is told by its first letters, `s-`, and may be in no newer report.
  const follow = () => {
    const page = pageOf(key());
    astray.hidden = !/^s-[0-9a-f]+$/.test(key()) || Boolean(page);
    if (page) show(key(), page);
    else if (lens.open) lens.close();
  };
  for (const link of all("a.figure")) link.title = `Visa på sidan ${link.dataset.page}`;
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.figure");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || link.pathname !== location.pathname) return;
    if (!pageOf(decodeURIComponent(link.hash.slice(1)))) return;
    event.preventDefault();
    from = link;
    history.pushState({ before: location.href }, "", link.hash);
    follow();
  });
  lens.addEventListener("close", () => {
    from?.focus();
    // Not history.back(): it would give the focus to what the address before leads to.
    if (pageOf(key())) history.replaceState(null, "", history.state?.before ?? location.pathname + location.search);
  });
  lens.addEventListener("click", (event) => { if (event.target === lens) lens.close(); });
  window.addEventListener("popstate", follow);
  // Who comes by the address finds the table behind the magnifier, not the pages at the end.
  const arrive = () => {
    from = pageOf(key()) ? linkTo(key()) ?? null : null;
    const fold = from?.closest("details");
    if (fold) fold.open = true;
    from?.scrollIntoView({ block: "center" });
    follow();
  };
  window.addEventListener("load", () => requestAnimationFrame(arrive));
})();
