// The forecast game's running tally: the first reveal of each question, kept in this browser alone until it is cleared.

const KEY = "emergence-measured.forecast-tally.1";
const game = document.getElementById("forecast-game");
const PLAYERS = ["you", "the straight line", "the power law"];
function stored() {
  try {
    const rows = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(rows) ? rows.filter((row) => row.points?.length === PLAYERS.length) : [];
  } catch {
    return []; // blocked, or something else is there
  }
}
function store(rows) {
  try { localStorage.setItem(KEY, JSON.stringify(rows)); } catch { /* then it lasts as long as the page */ }
}
function line(tag, words) {
  const row = document.createElement("tr");
  words.forEach((text, i) => {
    const cell = document.createElement(i ? tag : "th");
    if (cell.tagName === "TH") cell.scope = tag === "th" ? "col" : "row";
    cell.textContent = text;
    row.append(cell);
  });
  return row;
}

if (game) {
  let rows = stored();
  const panel = document.createElement("section");
  panel.className = "tally";
  panel.setAttribute("aria-label", "Your tally");
  game.after(panel);

  const show = () => {
    panel.hidden = !rows.length;
    const table = document.createElement("table");
    table.createCaption().textContent = "Your tally: points of 100 at the first reveal of each question";
    table.createTHead().append(line("th", ["question", ...PLAYERS]));
    table.createTBody().append(...rows.map(({ question, points }) => line("td", [question, ...points])));
    const means = PLAYERS.map((_, i) => Math.round(rows.reduce((sum, { points }) => sum + points[i], 0) / rows.length));
    table.createTFoot().append(line("td", ["mean", ...means]));
    const clear = document.createElement("button");
    clear.type = "button";
    clear.textContent = "Clear the tally";
    clear.addEventListener("click", () => { rows = []; store(rows); show(); });
    panel.replaceChildren(table, clear);
  };

  game.addEventListener("explorer:state", ({ detail: { values, fields, result } }) => {
    const round = game.querySelector("[data-control=game]").selectedOptions[0].textContent; // two rounds ask the same
    const asked = `${round}: ${fields.question}`;
    if (!values.reveal || rows.some(({ question }) => question === asked)) return;
    rows.push({ question: asked, points: [result.points, result.line_points, result.law_points] });
    store(rows);
    show();
  });
  show();
}
