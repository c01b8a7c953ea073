// Words on the map, on a canvas above the marks: what has no room beside the words before it is left out.
/* global L */
import { ink } from "./ink.js";

const STYLES = {
  number: { font: "12px sans-serif", fill: ink.onGroup, sides: [[0, 0]] },
  place: { font: "13px sans-serif", fill: ink.strong, halo: 3, sides: [[1, 0], [-1, 0], [0, -1], [0, 1]] },
  country: { font: "12px sans-serif", fill: ink.words, halo: 2.4, sides: [[0, 0]], spacing: "1.4px" },
  capital: { font: "12px sans-serif", fill: ink.words, halo: 2.4, sides: [[0, 0]] },
  town: { font: "11px sans-serif", fill: ink.words, halo: 2.4, sides: [[0, 0]] },
};
const FROM_ZOOM = { country: 3, capital: 5, town: 6.5 };
const ROOM = 5; // pixels between words
const HEIGHT = 15;

/** A layer of words; `names` are those of the land, the largest first: `at` latitude and longitude, `name`, `kind`. */
export class Labels extends L.Layer {
  constructor(names) {
    super({ pane: "popupPane" });
    this.names = names;
    this.marks = [];
  }

  onAdd(map) {
    this.canvas = L.DomUtil.create("canvas", "labels", map.getPane("labels"));
    this.redraw();
  }

  onRemove() { this.canvas.remove(); }

  getEvents() { return { zoomstart: this.hide, moveend: this.redraw, resize: this.redraw }; }

  /** Show the words of other marks: `at`, `text`, `kind` number or place, and `beside`, pixels from the middle. */
  show(marks) {
    this.marks = marks;
    if (this._map) this.redraw();
  }

  hide() { this.canvas.hidden = true; }

  redraw() {
    const size = this._map.getSize();
    const sharp = devicePixelRatio || 1;
    this.canvas.width = size.x * sharp;
    this.canvas.height = size.y * sharp;
    this.canvas.style.width = `${size.x}px`;
    this.canvas.style.height = `${size.y}px`;
    L.DomUtil.setPosition(this.canvas, this._map.containerPointToLayerPoint([0, 0]));
    this.canvas.hidden = false;
    const pen = this.canvas.getContext("2d");
    pen.scale(sharp, sharp);
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    const taken = [];
    const seen = this._map.getBounds();
    const zoom = this._map.getZoom();
    for (const mark of this.marks) this.write(pen, taken, size, mark);
    for (const { at, name, kind } of this.names) {
      if (zoom >= FROM_ZOOM[kind] && seen.contains(at)) {
        this.write(pen, taken, size, { at, text: kind === "country" ? name.toUpperCase() : name, kind, beside: 0 });
      }
    }
  }

  write(pen, taken, size, { at, text, kind, beside }) {
    const { font, fill, halo, sides, spacing } = STYLES[kind];
    const { x, y } = this._map.latLngToContainerPoint(at);
    if (x < -100 || y < -20 || x > size.x + 100 || y > size.y + 20) return;
    pen.font = font;
    pen.letterSpacing = spacing ?? "0px";
    const wide = pen.measureText(text).width;
    for (const [right, down] of sides) {
      const left = x + (right === 0 ? -wide / 2 : right > 0 ? beside : -beside - wide);
      const top = y + down * (beside + HEIGHT / 2) - HEIGHT / 2;
      const room = [left - ROOM, top, left + wide + ROOM, top + HEIGHT];
      if (kind !== "number" && taken.some((other) => meet(room, other))) continue;
      taken.push(room);
      if (halo) {
        pen.strokeStyle = ink.halo;
        pen.lineWidth = halo;
        pen.strokeText(text, left, top + HEIGHT / 2);
      }
      pen.fillStyle = fill;
      pen.fillText(text, left, top + HEIGHT / 2);
      return;
    }
  }
}

function meet(one, other) {
  return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
}
