// What the pages of events gain from JavaScript: the map and the timeline. Without them the list and its form do the same.
import { draw } from "./atlas.js";
import { chart } from "./timeline.js";

const frozen = document.body.dataset.frozen ? await import("./frozen.js") : null;
if (frozen) await frozen.fill(document.body.dataset.root);

const box = document.getElementById("map");
if (box) draw(box, frozen);
const timeline = document.getElementById("timeline");
if (timeline && JSON.parse(timeline.dataset.times).length) chart(timeline);
