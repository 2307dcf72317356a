"use strict";
// Draws the charts, anew when the width changes: names stand beside their bars where there is room, above them on a phone.
(() => {
  const { specs, locale } = JSON.parse(document.getElementById("diagram").textContent);
  // Vega measures its labels in this font: it has to be one that is there.
  const FONT = "system-ui, sans-serif";
  const [SIZE, LETTER, LINE, PHONE] = [13, 7.2, 16, 560];
  const text = { labelColor: "var(--ink)", titleColor: "var(--muted)", labelFontSize: SIZE, titleFontSize: 12, labelFont: FONT, titleFont: FONT };
  const config = {
    background: "transparent",
    font: FONT,
    view: { stroke: null },
    axis: { ...text, gridColor: "var(--line)", domainColor: "var(--line)", tickColor: "var(--line)" },
    axisY: { domain: false, ticks: false },
    legend: { ...text, labelLimit: 0, columnPadding: 16 },
    text: { fontSize: SIZE },
  };
  const broken = (name, letters) => name.split(" ").reduce((lines, word) => {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    return lines.length && longer.length <= letters ? [...lines.slice(0, -1), longer] : [...lines, word];
  }, []);

  const fitted = (given, width) => {
    const spec = JSON.parse(JSON.stringify(given));
    const { names, legend, bar } = spec.usermeta;
    const above = width < PHONE;
    const room = above ? width - 8 : Math.max(150, Math.min(460, width * 0.42));
    const lines = Object.fromEntries(names.map((name) => [name, broken(name, Math.floor(room / LETTER))]));
    const most = Math.max(...Object.values(lines).map((of) => of.length));
    const axis = { labelLimit: room, labelPadding: 8, labelLineHeight: LINE, title: null };
    let step = Math.max(bar / 0.8, most * LINE + 4);
    let gap = step - bar;
    if (above) {
      gap = most * LINE + 12;
      // Lines go downwards from the first: shorter names begin lower, so that all end above their bars.
      for (const of of Object.values(lines)) while (of.length < most) of.unshift("\u00a0");
      step = bar + gap;
      Object.assign(axis, { labelAlign: "left", labelBaseline: "bottom", labelPadding: 0, labelOffset: -bar / 2 - 2 - (most - 1) * LINE, minExtent: 0, maxExtent: 0 });
    }
    axis.labelExpr = `(${JSON.stringify(lines)})[datum.label]`;
    for (const { encoding } of spec.layer ?? [spec]) {
      encoding.y.axis = axis;
      encoding.y.scale = { paddingInner: gap / step, paddingOuter: (above ? gap : gap / 2) / step };
      if (encoding.color?.legend) encoding.color.legend.columns = Math.max(1, Math.floor((above ? width : width - room) / (legend * LETTER + 40)));
    }
    spec.height = Math.round(step * names.length + (above ? gap : 0));
    return spec;
  };

  let drawnAt = 0;
  const draw = async () => {
    if (drawnAt === document.documentElement.clientWidth) return;
    drawnAt = document.documentElement.clientWidth;
    await Promise.all(Object.entries(specs).map(([key, spec]) => {
      const at = document.getElementById(key);
      return window.vegaEmbed(at, fitted(spec, at.clientWidth), { actions: false, renderer: "svg", ast: true, config, formatLocale: locale });
    }));
    document.documentElement.dataset.charts = "drawn";
  };
  draw();
  let waiting;
  window.addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(draw, 200); });
})();
