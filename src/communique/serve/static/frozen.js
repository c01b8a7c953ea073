// The list's form where the site is plain files: the same filters, over a file of all events.
const A_PAGE = 200;

let lines = null;

/** Return the events that the address asks for; the whole file is fetched once. */
export async function found() {
  if (lines === null) {
    const answer = await fetch(document.body.dataset.frozen);
    if (!answer.ok) throw new Error(`the events could not be loaded: ${answer.status}`);
    lines = await answer.json();
  }
  const asked = new URLSearchParams(location.search);
  const get = (name) => (asked.get(name) ?? "").trim();
  const words = get("q").toLowerCase().split(/\s+/).filter(Boolean);
  const place = get("place").toLowerCase();
  return lines.filter((line) => within(line, get("since"), get("until"))
    && (!get("event") || line.event === get("event"))
    && (!get("grade") || get("grade") === (line.grade ?? "none"))
    && (!get("differs") || line.differs)
    && (!place || `${line.place}, ${line.region}`.toLowerCase().includes(place))
    && (!get("actor") || line.actors.includes(get("actor")))
    && (!get("source") || line.sources.includes(get("source")))
    && words.every((word) => line.text.includes(word)));
}

function within(line, since, until) {
  if (!since && !until) return true;
  const start = line.start ?? line.end;
  const end = line.end ?? line.start;
  return Boolean(start && end) && end >= since && (!until || start <= until);
}

/** Put the events asked for in the place of the list, and the question into the form. */
export async function fill(root) {
  const asked = new URLSearchParams(location.search);
  if (![...asked.keys()].length) return;
  const form = document.getElementById("filters");
  for (const [name, value] of asked) {
    const field = form.elements[name];
    if (field?.type === "checkbox") field.checked = Boolean(value);
    else if (field) field.value = value;
  }
  const shown = await found();
  const rows = document.getElementById("rows");
  rows.replaceChildren(...shown.slice(0, A_PAGE).map((line) => row(line, root)));
  document.querySelector("h1").textContent = `${shown.length} of ${lines.length} events`;
  document.querySelector("nav.pages")?.remove();
}

function differing() {
  const made = document.createElement("span");
  made.className = "differs";
  made.textContent = "sources differ";
  return made;
}

function row(line, root) {
  const made = document.createElement("tr");
  const link = document.createElement("a");
  link.href = `${root}/events/${encodeURIComponent(line.id)}/`;
  link.textContent = line.what;
  const grade = document.createElement("span");
  grade.className = `grade g-${(line.grade ?? "none").toLowerCase()}`;
  grade.textContent = line.grade ?? "none";
  const days = line.start ? (line.end && line.end !== line.start ? `${line.start} – ${line.end}` : line.start) : "no day";
  const cells = [days, link, [line.place, line.region].filter(Boolean).join(", ") || "no place", line.killed ?? "–", line.sources.slice(0, 3).join(", "), grade];
  for (const content of cells) made.insertCell().append(content);
  if (line.differs) made.cells[5].append(differing());
  return made;
}
