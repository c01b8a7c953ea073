// The map and the timeline of the list of events. Without them the list and its form do the same.
const dark = matchMedia("(prefers-color-scheme: dark)").matches;
const colours = { Confirmed: "#1f8a4d", Fair: "#2f7fc1", Weak: "#b58900", Contested: "#c8451a", Discounted: "#888888", none: "#6b7280" };
const ink = dark
  ? { sea: "#10161b", line: "#5b6673", words: "#a5a299", halo: "#10161b", strong: "#ece9e2", group: "#8fbcf5", onGroup: "#10161b" }
  : { sea: "#eef3f4", line: "#a39c8e", words: "#63605a", halo: "#eef3f4", strong: "#1b1a18", group: "#1d4f8c", onGroup: "#ffffff" };
const kilometres = { 1: 1, 2: 25, 3: 35, 4: 80, 5: 50, 6: 300, 7: 300 }; // by precision, as the pages say

const frozen = document.body.dataset.frozen ? await import("./frozen.js") : null;
if (frozen) await frozen.fill(document.body.dataset.root);

const element = document.getElementById("map");
if (element) draw(element);
const timeline = document.getElementById("timeline");
if (timeline && JSON.parse(timeline.dataset.times).length) chart(timeline);

async function draw(box) {
  if (!document.createElement("canvas").getContext("webgl2")) {
    box.firstElementChild.textContent = "This browser cannot draw the map (it lacks WebGL); the list below is complete.";
    box.dataset.ready = "no";
    return;
  }
  const here = box.dataset.spots; // an event's page carries its places; the list's are fetched
  const asked = [box.dataset.outlines, ...(here ? [] : [box.dataset.points])].map((address) => fetch(address));
  const maplibre = await import("./vendor/maplibre-gl/maplibre-gl.mjs"); // while the data comes
  maplibre.prewarm();
  const answers = await Promise.all(asked);
  if (!answers.every((answer) => answer.ok)) {
    box.firstElementChild.textContent = "The map could not be loaded; the words beside it are complete.";
    return;
  }
  const [outlines, told] = await Promise.all(answers.map((answer) => answer.json()));
  const points = { type: "FeatureCollection", features: here ? spots(JSON.parse(here)) : features(told) };
  if (frozen && !here) {
    const wanted = new Set((await frozen.found()).map((line) => line.id));
    points.features = points.features.filter((feature) => wanted.has(feature.properties.id));
  }
  box.replaceChildren();
  const map = new maplibre.Map({ container: box, style: style(points, outlines, !here), center: [20, 25], zoom: 1.2, maxZoom: 12, attributionControl: false, dragRotate: false, fadeDuration: 0 });
  map.addControl(new maplibre.NavigationControl({ showCompass: false }));
  map.touchZoomRotate.disableRotation();
  map.getCanvas().setAttribute("aria-label", "Map of the events");
  const bounds = new maplibre.LngLatBounds();
  for (const feature of points.features) surround(bounds, feature);
  map.on("load", () => {
    // room for the buttons at the right, and for labels
    if (!bounds.isEmpty()) map.fitBounds(bounds, { padding: { top: 30, bottom: 30, left: 40, right: 60 }, maxZoom: 8, animate: false });
    box.dataset.ready = "yes";
    map.once("idle", () => { for (const [layer, before] of named(!here)) map.addLayer(layer, before); });
  });
  if (here) return;
  map.on("click", "clusters", async (event) => {
    const [cluster] = event.features;
    const zoom = await map.getSource("events").getClusterExpansionZoom(cluster.properties.cluster_id);
    map.easeTo({ center: cluster.geometry.coordinates, zoom: Math.min(zoom, 11) });
  });
  map.on("click", "points", (event) => popup(maplibre, map, box.dataset.event, event.features));
  for (const layer of ["clusters", "points"]) {
    map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
  }
}

/** Extend the bounds by a place and the ring around it. */
function surround(bounds, { geometry: { coordinates: [east, north] }, properties: { prec } }) {
  const high = Math.min(prec > 1 && prec < 6 ? kilometres[prec] : 15, 120) / 111;
  const wide = high / Math.max(0.2, Math.cos((north * Math.PI) / 180));
  bounds.extend([east - wide, north - high]);
  bounds.extend([east + wide, north + high]);
}

/** Return the features of the places that the claims of one event name. */
function spots(places) {
  return places.map(({ at, name, prec, grade }) => ({
    type: "Feature",
    geometry: { type: "Point", coordinates: at },
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

function popup(maplibre, map, address, features) {
  const body = document.createElement("div");
  for (const { properties } of features.slice(0, 8)) {
    const line = document.createElement("p");
    const link = document.createElement("a");
    link.href = address + encodeURIComponent(properties.id);
    link.textContent = `${properties.what}, ${properties.place}`;
    line.append(link, ` ${[properties.day, properties.grade, properties.differs ? "sources differ" : ""].filter(Boolean).join(" · ")}`);
    body.append(line);
  }
  new maplibre.Popup({ maxWidth: "320px" }).setLngLat(features[0].geometry.coordinates).setDOMContent(body).addTo(map);
}

function style(points, outlines, many) {
  const grade = ["match", ["get", "grade"], ...Object.entries(colours).flat(), colours.none];
  // a ring's radius in pixels: kilometres at this zoom, at the equator
  const ring = (zoom) => ["*", ["match", ["get", "prec"], ...Object.entries(kilometres).flatMap(([k, v]) => [Number(k), v]), 1], 2 ** zoom / 78.27];
  const single = ["!", ["has", "point_count"]];
  const vague = ["all", single, [">", ["get", "prec"], 1]];
  const line = (id, kind, paint) => ({ id, type: "line", source: "outlines", filter: ["==", ["get", "kind"], kind], paint: { "line-color": ink.line, ...paint } });
  return {
    version: 8,
    sources: {
      outlines: { type: "geojson", data: outlines },
      events: { type: "geojson", data: points, cluster: many, clusterMaxZoom: 7, clusterRadius: 36 },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": ink.sea } },
      line("frontiers", "frontier", { "line-dasharray": [2, 2], "line-width": 0.8 }),
      line("coasts", "coast", { "line-width": 1 }),
      { id: "rings", type: "circle", source: "events", filter: vague, paint: { "circle-radius": ["interpolate", ["exponential", 2], ["zoom"], 0, ring(0), 12, ring(12)], "circle-color": grade, "circle-opacity": 0.1, "circle-stroke-color": grade, "circle-stroke-width": 1.5, "circle-stroke-opacity": 0.7 } },
      { id: "clusters", type: "circle", source: "events", filter: ["has", "point_count"], paint: { "circle-radius": ["interpolate", ["linear"], ["ln", ["get", "point_count"]], 0.7, 11, 3, 15, 7, 26, 11, 40], "circle-color": ink.group, "circle-opacity": 0.85, "circle-stroke-color": ink.halo, "circle-stroke-width": 1.5 } },
      { id: "points", type: "circle", source: "events", filter: single, paint: { "circle-radius": 6, "circle-color": grade, "circle-stroke-color": ink.halo, "circle-stroke-width": 1.5 } },
    ],
  };
}

/** Return the layers of words, each with the layer that it lies under; they come when the rest is drawn. */
function named(many) {
  const names = (id, kind, minzoom, size, more) => ({
    id, type: "symbol", source: "outlines", filter: ["==", ["get", "kind"], kind], minzoom,
    layout: { "text-field": ["get", "name"], "text-font": ["sans-serif"], "text-size": size, "text-max-width": 7, "text-padding": 6, "symbol-sort-key": ["get", "rank"], ...more },
    paint: { "text-color": ink.words, "text-halo-color": ink.halo, "text-halo-width": 1.2 },
  });
  const single = ["!", ["has", "point_count"]];
  return [
    [names("towns", "town", 5.5, 11, { "text-optional": true }), "rings"],
    [names("capitals", "capital", 4, 12, {}), "rings"],
    [names("countries", "country", 2, 12, { "text-transform": "uppercase", "text-letter-spacing": 0.12 }), "rings"],
    ...(many ? [[{ id: "numbers", type: "symbol", source: "events", filter: ["has", "point_count"], layout: { "text-field": ["get", "point_count_abbreviated"], "text-font": ["sans-serif"], "text-size": 12, "text-allow-overlap": true }, paint: { "text-color": ink.onGroup } }]] : []),
    [{ id: "places", type: "symbol", source: "events", filter: single, layout: { "text-field": ["get", "place"], "text-font": ["sans-serif"], "text-size": 13, "text-variable-anchor": ["left", "right", "top", "bottom"], "text-radial-offset": 0.8, "text-padding": 2, "text-optional": true }, paint: { "text-color": ink.strong, "text-halo-color": ink.halo, "text-halo-width": 1.5 } }],
  ];
}

function chart(box) {
  const times = JSON.parse(box.dataset.times);
  const daily = times[0][0].length === 10;
  const start = (name) => new Date(`${name}${daily ? "" : "-01"}T00:00:00Z`);
  const step = (at) => (daily ? at.setUTCDate(at.getUTCDate() + 1) : at.setUTCMonth(at.getUTCMonth() + 1));
  const counted = new Map(times);
  const last = start(times.at(-1)[0]);
  const x = [];
  const y = [];
  const at = start(times[0][0]);
  for (; at <= last; step(at)) {
    x.push(at.getTime() / 1000);
    y.push(counted.get(at.toISOString().slice(0, daily ? 10 : 7)) ?? 0);
  }
  x.push(at.getTime() / 1000);
  y.push(0);
  const words = getComputedStyle(document.body).color;
  const axis = { stroke: words, grid: { show: false }, ticks: { stroke: words } };
  const plot = new uPlot({
    width: box.clientWidth, height: 96, padding: [8, 44, 0, 0], tzDate: (stamp) => uPlot.tzDate(new Date(stamp * 1000), "UTC"),
    cursor: { y: false, drag: { x: true, y: false, setScale: false } }, legend: { show: false },
    axes: [{ ...axis, size: 26, incrs: [1, 2, 7, 14, 31, 92, 366, 1827].map((days) => days * 86400), space: 90, values: (_, stamps) => stamps.map((stamp) => new Date(stamp * 1000).toISOString().slice(0, 10)) }, { ...axis, size: 44 }],
    series: [{}, { fill: "#2f7fc1", stroke: "#2f7fc1", paths: uPlot.paths.bars({ size: [0.9, 40], align: 1 }), points: { show: false } }],
    hooks: { setSelect: [choose] },
  }, [x, y], box);
  addEventListener("resize", () => plot.setSize({ width: box.clientWidth, height: 96 }));
}

function choose(plot) {
  if (plot.select.width < 4) return;
  const day = (pixel) => new Date(plot.posToVal(pixel, "x") * 1000).toISOString().slice(0, 10);
  const form = document.getElementById("filters");
  form.elements.since.value = day(plot.select.left);
  form.elements.until.value = day(plot.select.left + plot.select.width);
  form.requestSubmit();
}
