"use strict";

const PER_PACK = 100;
const FIRST = 12;
const PER_STEP = 50;
const AT_RISK = "at risk";

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const named = (coded, row) => coded.names[coded.places[row]];

const columns = read("columns");
const labels = read("labels");
const packs = [...document.querySelectorAll("script.pack")];
const places = new Map(columns.ids.map((id, row) => [id, row]));

const query = document.getElementById("query");
const outcome = document.getElementById("outcome");
const order = document.getElementById("order");
const hits = document.getElementById("hits");
const list = document.getElementById("list");
const more = document.getElementById("more");
const panel = document.getElementById("case");
const finder = document.querySelector(".finder");

let found = [];
let shown = 0;

/* What a row is found by, in small letters, one part a line: a word of the query may stand
   anywhere, one in quotes is a whole part, with quotes of its own doubled. */
const texts = columns.ids.map((id, row) => [
  "", id, named(columns.agents, row), named(columns.queues, row), named(columns.bands, row),
  outcomeOf(row), reasonOf(row), columns.subjects[row] || "", columns.risks[row] ? AT_RISK : "", "",
].join("\n").toLowerCase());

function wordsOf(text) {
  const words = text.toLowerCase().match(/"(?:[^"]|"")+"|\S+/g) || [];
  return words.map((word) => (
    /^".+"$/s.test(word) ? "\n" + word.slice(1, -1).replaceAll('""', '"') + "\n" : word
  ));
}

function outcomeOf(row) {
  const name = named(columns.outcomes, row);
  return labels.outcomes[name] || name;
}

function reasonOf(row) {
  const name = named(columns.reasons, row);
  return name ? labels.reasons[name] || name : "";
}

function element(tag, name, text) {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
}

function mark(row) {
  const made = element("span", "mark-of o-" + named(columns.outcomes, row), "");
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const use = document.createElementNS(space, "use");
  svg.setAttribute("class", "mark");
  svg.setAttribute("width", "16");
  svg.setAttribute("height", "16");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", "#mark-" + named(columns.outcomes, row));
  svg.append(use);
  made.append(svg);
  return made;
}

/* One case of the list: a link that says who got it, or why it waits. */
function item(row) {
  const link = element("a", "row", "");
  link.href = "#case=" + encodeURIComponent(columns.ids[row]);
  link.dataset.row = row;
  const agent = named(columns.agents, row);
  const queue = named(columns.queues, row);
  const where = agent ? agent + (queue ? " · " + queue : "") : reasonOf(row) || outcomeOf(row);
  const main = element("span", "main", "");
  main.append(element("strong", "id", columns.ids[row]), element("span", "where", where));
  const side = element("span", "side", "");
  if (agent) side.append(element("span", "fit", (columns.fits[row] / 100).toFixed(1) + " %"));
  if (columns.risks[row]) side.append(element("span", "risk", AT_RISK));
  side.append(element("span", "band", named(columns.bands, row)));
  link.append(mark(row), element("span", "unseen", outcomeOf(row)), main, side);
  const made = document.createElement("li");
  made.append(link);
  return made;
}

function search() {
  const words = wordsOf(query.value);
  const wanted = outcome.value;
  found = [];
  for (let row = 0; row < texts.length; row += 1) {
    if (wanted && named(columns.outcomes, row) !== wanted) continue;
    if (words.every((word) => texts[row].includes(word))) found.push(row);
  }
  if (order.value === "urgencies") found.sort((a, b) => columns.urgencies[b] - columns.urgencies[a] || a - b);
  if (order.value === "fits") {
    found = found.filter((row) => named(columns.agents, row));
    found.sort((a, b) => columns.fits[a] - columns.fits[b] || a - b);
  }
  const all = columns.ids.length.toLocaleString("en");
  hits.textContent = found.length.toLocaleString("en") + " of " + all + (all === "1" ? " case." : " cases.");
  list.replaceChildren();
  shown = 0;
  show();
}

function show() {
  const end = Math.min(shown ? shown + PER_STEP : FIRST, found.length);
  list.append(...found.slice(shown, end).map(item));
  shown = end;
  more.hidden = shown === found.length;
  current();
}

/* Marks the case that is looked at in the list. */
function current() {
  for (const link of list.querySelectorAll("a")) {
    if (link.hash === location.hash) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

/* The text of a case, from its pack: deflated JSON in base64. */
async function told(row) {
  const place = Math.floor(row / PER_PACK);
  const bytes = Uint8Array.from(atob(packs[place].textContent), (one) => one.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text())[row % PER_PACK];
}

/* What an address names, whatever somebody typed there. */
function nameIn(address, kind) {
  try {
    return decodeURIComponent(address.slice(kind.length));
  } catch {
    return "";
  }
}

/* All cases of an agent, from a link to them. */
function findAgent(address) {
  const name = nameIn(address, "#agent=");
  query.value = name && '"' + name.replaceAll('"', '""') + '"';
  outcome.value = "";
  search();
  finder.scrollIntoView();
  query.focus({ preventScroll: true });
}

async function open() {
  const address = location.hash;
  if (address.startsWith("#agent=")) findAgent(address);
  const asked = address.startsWith("#case=");
  finder.classList.toggle("opened", asked);
  current();
  if (!asked) return;
  const row = places.get(nameIn(address, "#case="));
  const text = row === undefined ? "" : await told(row);
  if (location.hash !== address) return;
  if (text) panel.innerHTML = text;
  else panel.replaceChildren(element("p", "muted", "There is no such case in this batch."));
  panel.scrollTop = 0;
  const back = element("a", "back", "All cases");
  back.href = "#cases";
  panel.prepend(back);
  const title = panel.querySelector("h3");
  if (title) title.focus({ preventScroll: true });
  finder.scrollIntoView();
}

function typed(event) {
  const free = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (event.key === "/" && free && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
    event.preventDefault();
    query.focus();
    query.select();
  }
}

for (const [place, name] of columns.outcomes.names.entries()) {
  const count = columns.outcomes.places.filter((one) => one === place).length;
  const choice = element("option", "", (labels.outcomes[name] || name) + " (" + count.toLocaleString("en") + ")");
  choice.value = name;
  outcome.append(choice);
}
finder.hidden = false;
query.addEventListener("input", search);
outcome.addEventListener("change", search);
order.addEventListener("change", search);
more.addEventListener("click", () => {
  const first = shown;
  show();
  list.children[first].querySelector("a").focus();
});
document.querySelector(".filters").addEventListener("submit", (event) => {
  event.preventDefault();
  if (found.length) location.hash = "#case=" + encodeURIComponent(columns.ids[found[0]]);
});
document.addEventListener("keydown", typed);
window.addEventListener("hashchange", open);
search();
open();
