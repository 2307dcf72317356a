"use strict";
// Search, the choice of an area, and sorting. Without it the tables still read.
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  // å and a, é and e are the same, as are the minus of figures and that of keyboards.
  const plain = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\u2212/g, "-").replace(/\s+/g, " ").trim();

  // A row with the parts of it that follow (`varav`): they are chosen and sorted together.
  const groups = (body) => [...body.rows].reduce((found, row) => {
    if (found.length && row.classList.contains("part")) found.at(-1).push(row);
    else found.push([row]);
    return found;
  }, []);
  const bodies = all("main tbody");
  // Made when somebody first searches: there may be thousands.
  let indexed;
  const index = () => indexed ??= bodies.flatMap((body) => groups(body).flatMap(([head, ...parts]) => [
    { row: head, words: plain(head.textContent), areas: [head.dataset.area] },
    ...parts.map((row) => ({ row, words: plain(row.textContent), areas: [row.dataset.area, head.dataset.area] })),
  ]));

  const field = document.getElementById("sök");
  const area = document.getElementById("område");
  const said = document.getElementById("träffar");
  const choose = () => {
    const wanted = plain(field.value).split(" ").filter(Boolean);
    const choosing = wanted.length > 0 || Boolean(area?.value);
    const rows = index();
    let hits = 0;
    for (const { row, words, areas } of rows) {
      row.hidden = !wanted.every((word) => words.includes(word)) || Boolean(area?.value && !areas.includes(area.value));
      hits += !row.hidden;
    }
    document.body.classList.toggle("searching", choosing);
    for (const box of all(".wide")) {
      const none = choosing && !box.querySelector("tbody tr:not([hidden])");
      const whole = box.closest("details") ?? box;
      whole.hidden = none;
      if (whole.matches("details") && (choosing || whole.dataset.searched)) {
        whole.open = choosing && !none;
        whole.dataset.searched = choosing ? "yes" : "";
      }
    }
    for (const topic of all(".topic")) topic.hidden = choosing && !topic.querySelector(".wide tbody tr:not([hidden])");
    said.textContent = choosing ? `${hits} av ${rows.length} rader` : "";
  };
  field.form.hidden = false;
  field.addEventListener("input", choose);
  area?.addEventListener("change", choose);
  field.form.addEventListener("submit", (event) => event.preventDefault());
  if (field.value || area?.value) choose();

  // The figure of a cell, or its words: neither its mark nor its note.
  const value = (cell) => plain((cell.querySelector("a.figure") ?? cell.firstChild ?? cell).textContent);
  const number = (words) => {
    const found = /-?\d[\d ]*(,\d+)?/.exec(words);
    return found ? Number(found[0].replace(/ /g, "").replace(",", ".")) : null;
  };
  const sorted = (body, column, isNumber, way) => {
    const keyed = groups(body).map((rows) => ({ rows, words: value(rows[0].cells[column]), isTotal: rows[0].classList.contains("total") }));
    const by = (one, other) => {
      if (one.isTotal || other.isTotal) return one.isTotal - other.isTotal;
      if (!isNumber) return way * one.words.localeCompare(other.words, "sv", { numeric: true });
      const [a, b] = [number(one.words), number(other.words)];
      return a === null || b === null ? (a === null) - (b === null) : way * (a - b);
    };
    return keyed.sort(by).flatMap(({ rows }) => rows);
  };
  for (const body of bodies.filter((body) => body.rows.length > 2)) {
    const printed = [...body.rows];
    const heads = [...body.parentElement.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      // On paper its words stand in the cell itself: Chromium draws no button where it repeats a heading.
      head.dataset.words = head.textContent;
      const button = document.createElement("button");
      button.append(...head.childNodes);
      button.title = "Sortera";
      head.append(button);
      const isNumber = head.classList.contains("number");
      // Numbers begin with the largest; the third time all is as it is printed.
      const ways = isNumber ? ["descending", "ascending"] : ["ascending", "descending"];
      button.addEventListener("click", () => {
        const next = ways[ways.indexOf(head.ariaSort) + 1];
        for (const other of heads) other.removeAttribute("aria-sort");
        if (next) head.setAttribute("aria-sort", next);
        body.append(...(next ? sorted(body, column, isNumber, next === "ascending" ? 1 : -1) : printed));
      });
    });
  }
})();
