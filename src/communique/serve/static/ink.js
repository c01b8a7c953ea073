// The colours of the map, light and dark, and how wide a vague place is.
const dark = matchMedia("(prefers-color-scheme: dark)").matches;

export const colours = { Confirmed: "#1f8a4d", Fair: "#2f7fc1", Weak: "#9a7400", Contested: "#c8451a", Discounted: "#888888", none: "#6b7280" };
export const ink = dark
  ? { line: "#59646f", words: "#aaa79e", halo: "#1d2126", land: "#1d2126", strong: "#ece9e2", group: "#d8d5cc", onGroup: "#10161b" }
  : { line: "#a39c8e", words: "#5d5a54", halo: "#f7f4ed", land: "#f7f4ed", strong: "#1b1a18", group: "#3b3a37", onGroup: "#ffffff" };
export const kilometres = { 1: 1, 2: 25, 3: 35, 4: 80, 5: 50, 6: 300, 7: 300 }; // by precision, as the pages say
