// The timeline of the list of events: how many on each day or in each month; dragging chooses a time.

export function chart(box) {
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
    scales: { y: { range: (_, low, high) => [0, Math.max(1, high) * 1.1] } },
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
