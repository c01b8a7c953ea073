// The map: outlines and names of the land, the events as marks that gather in groups, a ring where a place is vague.
/* global L, Supercluster */
import { colours, ink, kilometres } from "./ink.js";
import { Labels } from "./labels.js";

const GROUPED_TO = 7; // the zoom, counted in worlds of 512 pixels, up to which near events are one mark
const NEAR = 36; // pixels
const MANY = 8; // lines that a popup holds
const HOLLOW = new Set(["Weak", "Discounted"]); // grades of little weight are rings, so that colour is not all that tells

/** Draw the map into its box: an event's own places where the box carries them, else the events of the list. */
export async function draw(box, frozen) {
  const here = box.dataset.spots;
  const answers = await Promise.all([box.dataset.outlines, ...(here ? [] : [box.dataset.points])].map((address) => fetch(address)));
  if (!answers.every((answer) => answer.ok)) {
    box.firstElementChild.textContent = "The map could not be loaded; the words beside it are complete.";
    return;
  }
  const [land, told] = await Promise.all(answers.map((answer) => answer.json()));
  let found = here ? spots(JSON.parse(here)) : features(told);
  if (frozen && !here) {
    const wanted = new Set((await frozen.found()).map((line) => line.id));
    found = found.filter((feature) => wanted.has(feature.properties.id));
  }
  box.replaceChildren();
  const map = L.map(box, { zoomSnap: 0.5, zoomDelta: 1, minZoom: 1, maxZoom: 13, worldCopyJump: true, attributionControl: false, fadeAnimation: false });
  map.createPane("land").style.zIndex = 200;
  map.createPane("labels").style.zIndex = 450;
  map.getPane("labels").style.pointerEvents = "none";
  surround(map, found);
  outline(map, land);
  const labels = new Labels(names(land)).addTo(map);
  const marks = new Marks(map, labels, here ? null : box.dataset.event, found);
  map.on("moveend", () => marks.redraw());
  marks.redraw();
  requestAnimationFrame(() => { box.dataset.ready = "yes"; });
}

/** Show all marks and the rings around them, with room for the buttons and for words. */
function surround(map, found) {
  const bounds = L.latLngBounds([]);
  for (const { geometry: { coordinates: [east, north] }, properties: { prec } } of found) {
    const high = Math.min(prec > 1 && prec < 6 ? kilometres[prec] : 15, 120) / 111;
    const wide = high / Math.max(0.2, Math.cos((north * Math.PI) / 180));
    bounds.extend([north - high, east - wide]).extend([north + high, east + wide]);
  }
  if (bounds.isValid()) map.fitBounds(bounds, { paddingTopLeft: [50, 30], paddingBottomRight: [60, 30], maxZoom: 9, animate: false });
  else map.setView([25, 20], 2);
}

const turned = (line) => line.map(([east, north]) => [north, east]);

function outline(map, land) {
  const renderer = L.canvas({ pane: "land", padding: 0.2 });
  const style = { renderer, pane: "land", color: ink.line, interactive: false, smoothFactor: 1.5 };
  for (const { properties: { kind }, geometry } of land.features) {
    const lines = () => geometry.coordinates.map(turned);
    if (kind === "land") L.polygon(lines(), { ...style, weight: 0.8, fillColor: ink.land, fillOpacity: 1 }).addTo(map);
    if (kind === "frontier") L.polyline(lines(), { ...style, weight: 0.8, dashArray: "3 3" }).addTo(map);
  }
}

/** Return the names of countries, capitals and towns, in this order and each the largest first. */
function names(land) {
  const order = ["country", "capital", "town"];
  return land.features
    .filter(({ geometry }) => geometry.type === "Point")
    .map(({ properties: { kind, name, rank }, geometry: { coordinates: [east, north] } }) => ({ kind, name, rank, at: [north, east] }))
    .sort((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind) || one.rank - other.rank);
}

/** The marks in sight, drawn anew when the map has moved. */
class Marks {
  constructor(map, labels, address, found) {
    Object.assign(this, { map, labels, address, found });
    this.renderer = L.canvas({ padding: 0.2 });
    this.group = L.layerGroup().addTo(map);
    this.index = address && new Supercluster({
      radius: NEAR, extent: 512, maxZoom: GROUPED_TO,
      map: ({ grade }) => ({ contested: grade === "Contested" ? 1 : 0 }),
      reduce: (group, { contested }) => { group.contested += contested; },
    }).load(found);
  }

  inSight() {
    if (!this.index) return this.found;
    const seen = this.map.getBounds().pad(0.2);
    const box = [seen.getWest(), seen.getSouth(), seen.getEast(), seen.getNorth()];
    return this.index.getClusters(box, Math.max(0, Math.floor(this.map.getZoom()) - 1));
  }

  redraw() {
    this.group.clearLayers();
    this.shown = this.inSight();
    const groups = this.shown.filter(({ properties }) => properties.cluster);
    const single = this.shown.filter(({ properties }) => !properties.cluster);
    for (const feature of single) this.ring(feature);
    for (const feature of groups) this.gathered(feature);
    for (const feature of single) this.point(feature);
    this.labels.show([
      ...groups.map(({ geometry, properties }) => ({ at: at(geometry), kind: "number", text: `${properties.point_count_abbreviated}`, beside: 0 })),
      ...single.map(({ geometry, properties }) => ({ at: at(geometry), kind: "place", text: properties.place, beside: 10 })),
    ]);
  }

  ring({ geometry, properties: { prec, grade } }) {
    if (!(prec > 1)) return;
    const color = colours[grade] ?? colours.none;
    L.circle(at(geometry), { renderer: this.renderer, radius: 1000 * kilometres[prec], color, weight: 1.5, opacity: 0.7, fillOpacity: 0.1, interactive: false }).addTo(this.group);
  }

  gathered({ geometry, properties: { cluster_id: id, point_count: count, contested } }) {
    const rim = contested ? { color: colours.Contested, weight: 4 } : { color: ink.halo, weight: 1.5 };
    const style = { radius: width(count), fillColor: ink.group, fillOpacity: 0.9, ...rim };
    L.circleMarker(at(geometry), { renderer: this.renderer, ...style })
      .on("click", () => this.map.setView(at(geometry), Math.min(this.index.getClusterExpansionZoom(id) + 1, 12)))
      .addTo(this.group);
  }

  point({ geometry, properties: { grade } }) {
    const colour = colours[grade] ?? colours.none;
    const drawn = HOLLOW.has(grade) ? { color: colour, weight: 3, fillColor: ink.land, radius: 5.5 } : { color: ink.halo, weight: 1.5, fillColor: colour, radius: 6.5 };
    L.circleMarker(at(geometry), { renderer: this.renderer, fillOpacity: 1, interactive: Boolean(this.address), ...drawn })
      .on("click", ({ containerPoint }) => this.tell(containerPoint, at(geometry)))
      .addTo(this.group);
    if (grade === "Contested") L.circleMarker(at(geometry), { renderer: this.renderer, radius: 2, stroke: false, fillColor: ink.land, fillOpacity: 1, interactive: false }).addTo(this.group);
  }

  /** Open a popup with the events whose marks lie under a point of the box. */
  tell(point, where) {
    const under = this.shown.filter(({ geometry, properties }) => !properties.cluster && this.map.latLngToContainerPoint(at(geometry)).distanceTo(point) < 9);
    const body = document.createElement("div");
    for (const { properties } of under.slice(0, MANY)) {
      const line = document.createElement("p");
      const link = document.createElement("a");
      link.href = this.address + encodeURIComponent(properties.id);
      link.textContent = `${properties.what}, ${properties.place}`;
      line.append(link, ` ${[properties.day, properties.grade, properties.differs ? "sources differ" : ""].filter(Boolean).join(" · ")}`);
      body.append(line);
    }
    if (under.length > MANY) body.append(`and ${under.length - MANY} more here`);
    L.popup({ maxWidth: 320 }).setLatLng(where).setContent(body).openOn(this.map);
  }
}

function at({ coordinates: [east, north] }) {
  return [north, east];
}

/** Return a group's radius in pixels; it grows with the logarithm of its number. */
function width(count) {
  const steps = [[0.7, 11], [3, 15], [7, 26], [11, 40]];
  const log = Math.log(count);
  const next = Math.max(1, steps.findIndex(([from]) => log < from));
  const [[from, low], [to, high]] = [steps[next - 1], steps[next]];
  return log >= 11 ? 40 : low + ((high - low) * Math.max(0, log - from)) / (to - from);
}

/** Return the features of the places that the claims of one event name. */
function spots(places) {
  return places.map(({ at: coordinates, name, prec, grade }) => ({
    type: "Feature",
    geometry: { type: "Point", coordinates },
    properties: { place: name, prec, grade },
  }));
}

/** Return the features of events that are told in columns. */
function features(told) {
  return told.id.map((id, n) => ({
    type: "Feature",
    geometry: { type: "Point", coordinates: [told.at[2 * n], told.at[2 * n + 1]] },
    properties: {
      id, what: told.whats[told.what[n]], place: told.places[told.place[n]], day: told.day[n],
      grade: told.grades[told.grade[n]], prec: told.prec[n], differs: Boolean(told.differs[n]),
    },
  }));
}
