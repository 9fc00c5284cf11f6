// The forecast game's running tally: the first reveal of each question, read from the reader's record.

const game = document.getElementById("forecast-game");
const PLAYERS = ["you", "the straight line", "the power law"];

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

if (game && window.bookRecord) {
  const { store } = window.bookRecord;
  const isRound = ({ kind, figure }) => kind === "round" && figure === game.id;
  const panel = document.createElement("section");
  panel.className = "tally";
  panel.setAttribute("aria-label", "Your tally");
  game.after(panel);

  const show = () => {
    const rows = new Map();
    for (const { question, points, line, law } of store.entries.filter(isRound)) {
      if (!rows.has(question)) rows.set(question, [points, line, law]);
    }
    panel.hidden = !rows.size;
    const table = document.createElement("table");
    table.createCaption().textContent = "Your tally: points of 100 at the first reveal of each question";
    table.createTHead().append(line("th", ["question", ...PLAYERS]));
    table.createTBody().append(...[...rows].map(([question, points]) => line("td", [question, ...points])));
    const all = [...rows.values()];
    const means = PLAYERS.map((_, i) => Math.round(all.reduce((sum, points) => sum + points[i], 0) / all.length));
    table.createTFoot().append(line("td", ["mean", ...means]));
    const clear = document.createElement("button");
    clear.type = "button";
    clear.textContent = "Clear the tally";
    clear.title = "The rounds go from your record, too";
    clear.addEventListener("click", () => store.drop(isRound));
    const more = document.createElement("a");
    more.href = "record.html";
    more.textContent = "All of your record";
    panel.replaceChildren(table, clear, " ", more);
  };

  document.addEventListener("record:changed", show);
  show();
}
