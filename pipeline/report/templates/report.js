"use strict";
// Charts, the search box, and the magnifier that shows where a figure is printed. Without it the page still reads.
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const { specs, locale } = JSON.parse(document.getElementById("diagram").textContent);

  // Vega measures its labels in this font: it has to be one that is there.
  const FONT = "system-ui, sans-serif";
  const text = { labelColor: "var(--ink)", titleColor: "var(--muted)", labelFontSize: 13, titleFontSize: 12, labelFont: FONT, titleFont: FONT };
  const config = {
    background: "transparent",
    font: FONT,
    view: { stroke: null },
    axis: { ...text, gridColor: "var(--line)", domainColor: "var(--line)", tickColor: "var(--line)" },
    axisY: { domain: false, ticks: false },
    legend: text,
    text: { fontSize: 13 },
  };
  // Names stand beside the bars where there is room, and above them on a phone.
  const narrow = (spec, limit) => JSON.parse(JSON.stringify(spec), (key, value) => (key === "labelLimit" ? limit : value));
  const draw = () => Promise.all(Object.entries(specs).map(([key, spec]) => {
    const at = document.getElementById(key);
    const limit = Math.max(110, Math.min(460, at.clientWidth * 0.42));
    return window.vegaEmbed(at, narrow(spec, limit), { actions: false, renderer: "svg", ast: true, config, formatLocale: locale });
  }));
  let drawnAt = 0;
  const redraw = () => {
    if (drawnAt === document.documentElement.clientWidth || !window.vegaEmbed) return;
    drawnAt = document.documentElement.clientWidth;
    draw().then(() => { document.documentElement.dataset.charts = "drawn"; });
  };
  redraw();
  let waiting;
  window.addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(redraw, 200); });

  const plain = (words) => words.normalize("NFKC").toLocaleLowerCase("sv").replace(/\u2212/g, "-").replace(/\s+/g, " ").trim();
  const rows = all("main tbody tr").map((row) => ({ row, words: plain(row.textContent) }));
  const field = document.getElementById("sök");
  const said = document.getElementById("träffar");
  const search = () => {
    const wanted = plain(field.value).split(" ").filter(Boolean);
    let hits = 0;
    for (const { row, words } of rows) {
      row.hidden = !wanted.every((word) => words.includes(word));
      hits += !row.hidden;
    }
    document.body.classList.toggle("searching", wanted.length > 0);
    for (const box of all(".wide")) {
      const none = wanted.length > 0 && !box.querySelector("tbody tr:not([hidden])");
      const whole = box.closest("details") ?? box;
      whole.hidden = none;
      if (whole.matches("details") && (wanted.length > 0 || whole.dataset.searched)) {
        whole.open = wanted.length > 0 && !none;
        whole.dataset.searched = wanted.length > 0 ? "yes" : "";
      }
    }
    for (const topic of all(".topic")) topic.hidden = wanted.length > 0 && !topic.querySelector(".wide tbody tr:not([hidden])");
    said.textContent = wanted.length ? `${hits} av ${rows.length} rader` : "";
  };
  field.addEventListener("input", search);
  field.form.addEventListener("submit", (event) => event.preventDefault());
  if (field.value) search();

  const lens = document.getElementById("lupp");
  const pane = lens.querySelector(".pane");
  const show = (key) => {
    const target = document.getElementById(key);
    const page = target?.closest("figure.page");
    if (!page) return false;
    const copy = page.cloneNode(true);
    for (const mark of all(".mark", copy)) {
      if (mark.id === key || mark.dataset.of === key) mark.classList.add("shown");
      else mark.remove();
    }
    for (const element of [copy, ...all("[id]", copy)]) element.removeAttribute("id");
    for (const picture of all("img", copy)) picture.loading = "eager";
    document.getElementById("lupp-h").textContent = copy.querySelector("figcaption").textContent;
    copy.querySelector("figcaption").remove();
    pane.replaceChildren(copy);
    lens.showModal();
    (copy.querySelector(".shown") ?? copy).scrollIntoView({ block: "center", inline: "center" });
    return true;
  };
  document.addEventListener("click", (event) => {
    const figure = event.target.closest?.("a.figure");
    if (figure && !event.ctrlKey && !event.metaKey && !event.shiftKey && show(decodeURIComponent(figure.hash.slice(1)))) event.preventDefault();
  });
  lens.addEventListener("click", (event) => { if (event.target === lens) lens.close(); });

  // What is folded is printed, and opened by a link that leads into it.
  const folded = () => all("details:not([open])");
  let opened = [];
  window.addEventListener("beforeprint", () => { opened = folded(); for (const one of opened) one.open = true; });
  window.addEventListener("afterprint", () => { for (const one of opened) one.open = false; });
  const unfold = () => {
    const fold = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest("details");
    if (fold && !fold.open) { fold.open = true; fold.scrollIntoView(); }
  };
  window.addEventListener("hashchange", unfold);
  unfold();
})();
