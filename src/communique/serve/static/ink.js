// The colours of the map, light and dark, and how wide a vague place is.
const dark = matchMedia("(prefers-color-scheme: dark)").matches;

export const colours = { Confirmed: "#1f8a4d", Fair: "#2f7fc1", Weak: "#b58900", Contested: "#c8451a", Discounted: "#888888", none: "#6b7280" };
export const ink = dark
  ? { line: "#5b6673", words: "#a5a299", halo: "#10161b", strong: "#ece9e2", group: "#8fbcf5", onGroup: "#10161b" }
  : { line: "#a39c8e", words: "#63605a", halo: "#eef3f4", strong: "#1b1a18", group: "#1d4f8c", onGroup: "#ffffff" };
export const kilometres = { 1: 1, 2: 25, 3: 35, 4: 80, 5: 50, 6: 300, 7: 300 }; // by precision, as the pages say
