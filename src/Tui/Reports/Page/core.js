// What the other scripts share: the data, elements, numbers, colours.

const data = JSON.parse(document.getElementById("data").textContent);
const undefinedText = "–";
const figureIndex = (key) => data.figures.findIndex((figure) => figure.key === key);
const theKappa = figureIndex("kappa");
const theDeviation = figureIndex("gaze-deviation");

/** An element with attributes ("on…" are listeners) and children; text is text, never markup. */
function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** Puts these children in the place of those that an element has; nothing is no child. */
function fill(element, ...children) {
  element.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
}

/** A number with a true minus sign; a dash where there is none. */
function shown(value, digits) {
  if (value === null || value === undefined || !Number.isFinite(value)) return undefinedText;
  const text = value.toFixed(digits);
  return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", "−");
}

/** A figure of a run: a small gaze deviation, as some readings of the gaze have it, keeps three digits. */
function figureText(figure, value, digits) {
  return figure === theDeviation && Number.isFinite(value) && value !== 0 && Math.abs(value) < 1e-3 ? tick(Number(value.toPrecision(3))) : shown(value, digits);
}

/** A tick of an axis: as short as it can be. */
function tick(value) {
  if (value === null) return "";
  const size = Math.abs(value);
  const text = size !== 0 && (size < 1e-4 || size >= 1e6) ? value.toExponential() : String(Number(value.toPrecision(6)));
  return text.replace("-", "−");
}

const lambdaName = (weight) => `λ = ${String(weight).replace("-", "−")}`;

/** The page's colours as a canvas needs them, read anew when the theme changes. */
const colours = (() => {
  const probe = el("span", { class: "probe", "aria-hidden": "true" });
  document.body.append(probe);
  let known = new Map();
  const of = (name) => {
    if (!known.has(name)) {
      probe.style.color = `var(--${name})`;
      known.set(name, getComputedStyle(probe).color);
    }
    return known.get(name);
  };
  return {
    of,
    /** Of a λ or a trial: an index into the palette; −1 is ink. */
    series: (index) => of(index < 0 ? "ink" : `c${index % 8}`),
    faded: (colour, alpha) => colour.replace(/^rgb\((.*)\)$/, (_, parts) => `rgba(${parts}, ${alpha})`),
    forget: () => (known = new Map()),
  };
})();

const dashes = [[], [8, 4], [2, 3], [8, 3, 2, 3], [12, 5]];
/** A line's pattern, so that colour is never the only difference. */
const dashOf = (colour) => dashes[(colour + 1) % dashes.length];

/** 256 colours through anchors at equal distances, as [r, g, b] each. */
function ramp(anchors) {
  const parts = anchors.map((hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)));
  return Array.from({ length: 256 }, (_, i) => {
    const at = (i / 255) * (parts.length - 1);
    const below = Math.min(parts.length - 2, Math.floor(at));
    return parts[below].map((value, channel) => Math.round(value + (at - below) * (parts[below + 1][channel] - value)));
  });
}

/** For gazes: matplotlib's inferno (van der Walt and Smith, CC0), which grows steadily brighter for every kind of colour vision. */
const inferno = ramp(["#000004", "#1b0c41", "#4a0c6b", "#781c6d", "#a52c60", "#cf4446", "#ed6925", "#fb9b06", "#f7d13d", "#fcffa4"]);
/** For epochs: the middle of matplotlib's viridis (CC0). Its darkest part is left out where the page is dark. */
const viridis = ramp(["#46327e", "#365c8d", "#277f8e", "#1fa187", "#4ac16d", "#a0da39"]);
function epochColour(share) {
  const first = getComputedStyle(document.documentElement).colorScheme === "dark" ? 60 : 0;
  return `rgb(${viridis[Math.round(first + share * (255 - first))].join(",")})`;
}

/** Runs whenever the page's colours change. */
const onTheme = [];

/** A button that is on or off. */
function toggle(label, on, act, look) {
  const button = el("button", { type: "button", class: "chip", "aria-pressed": String(on) }, look ?? null, label);
  button.addEventListener("click", (event) => {
    const now = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(now));
    act(now, event, button);
  });
  return button;
}

/** A short line in a series' colour and pattern. */
function sample(colour) {
  const line = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  line.setAttribute("viewBox", "0 0 26 8");
  line.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", "M0 4H26");
  path.setAttribute("style", `stroke:var(--${colour < 0 ? "ink" : "c" + (colour % 8)});stroke-dasharray:${dashOf(colour).join(" ") || "none"}`);
  line.append(path);
  return line;
}

/**
 * Draws an element when it comes near the window, and again when it has become stale: what is far away costs nothing.
 * Returns what tells that something has changed.
 */
const whenNear = (() => {
  const known = new Map();
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        const one = known.get(entry.target);
        one.near = entry.isIntersecting;
        refresh(one);
      }
    },
    { rootMargin: "400px" },
  );
  function refresh(one) {
    if (!one.near || !one.stale) return;
    one.stale = false;
    one.draw();
  }
  return (element, draw) => {
    const one = { draw, near: false, stale: true };
    known.set(element, one);
    watcher.observe(element);
    return () => {
      one.stale = true;
      refresh(one);
    };
  };
})();

/** The same look for every plot. */
function axes(xLabel, yLabel, whole) {
  const font = "11px system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
  const axis = (more) => ({
    stroke: () => colours.of("faint"),
    font,
    labelFont: font,
    labelSize: 16,
    grid: { stroke: () => colours.of("line"), width: 1 },
    ticks: { show: false },
    values: (_, splits) => splits.map(tick),
    ...more,
  });
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000];
  return [
    axis({ label: xLabel, size: 26, gap: 4, grid: { show: !whole, stroke: () => colours.of("line"), width: 1 }, ...(whole ? { incrs: steps } : {}) }),
    axis({ label: yLabel, size: (_, values) => Math.max(30, 10 + 6.4 * Math.max(0, ...(values ?? []).map((v) => v.length))), gap: 4 }),
  ];
}

/** Keeps a plot as wide as what it lies in. */
function fit(plot, box, height) {
  new ResizeObserver(() => {
    const width = Math.floor(box.clientWidth);
    if (width > 0 && width !== plot.width) plot.setSize({ width, height });
  }).observe(box);
}
