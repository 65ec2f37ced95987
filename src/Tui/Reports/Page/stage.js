// Class mean gazes and confusion matrices of one epoch, λ side by side, and the gazes of all epochs as a strip.

const unknownCell = 255;
const cellSteps = 254;
const stripMap = 36; // pixels
const playPause = 180; // milliseconds for an epoch

function drawStages(host, sweep) {
  for (const [at, setting] of sweep.settings.entries()) {
    if (setting.runs.some((run) => run.confusion.length > 0)) host.append(stage(sweep, setting, at));
  }
}

function bytesOf(base64) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** Fills a canvas of width × height cells; what is not known is left clear. */
function paint(canvas, cells, width, height, most = cellSteps) {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  for (let i = 0; i < cells.length; i++) {
    if (cells[i] === unknownCell) continue;
    const colour = inferno[Math.min(255, Math.round((cells[i] * 255) / most))];
    image.data.set([...colour, 255], i * 4);
  }
  context.putImageData(image, 0, 0);
}

function stage(sweep, setting, at) {
  const { gazes, classes, runs } = setting;
  const epochs = Math.max(...runs.map((run) => run.confusion.length));
  const trials = [...new Set(runs.map((run) => run.trial))];
  const weights = setting.means.map((means) => means.weight);
  const maps = gazes ? gazes.runs.map((text) => (text ? bytesOf(text) : null)) : [];
  const perMap = gazes ? gazes.height * gazes.width : 0;
  const state = { epoch: epochs, trial: null, label: 0, playing: null, ownScale: false };

  /** The runs of a λ that are shown: one trial, or those that have the epoch. */
  const shownRuns = (weight) => [...runs.keys()].filter((i) => runs[i].weight === weight && (state.trial === null || runs[i].trial === state.trial));
  /** The newest kept epoch, counted from 0 in the list of kept ones, that is not after this one. */
  const keptAt = (epoch) => {
    let found = 0;
    while (found + 1 < gazes.epochs.length && gazes.epochs[found + 1] <= epoch) found++;
    return found;
  };

  /** The mean of the shown runs' maps of a class. */
  function meanMap(weight, label, kept) {
    const start = (kept * classes.length + label) * perMap;
    const known = shownRuns(weight).map((i) => maps[i]?.subarray(start, start + perMap)).filter((map) => map && map[0] !== unknownCell);
    if (known.length === 0) return new Uint8Array(perMap).fill(unknownCell);
    if (known.length === 1) return known[0];
    const sum = new Float64Array(perMap);
    for (const map of known) for (let i = 0; i < perMap; i++) sum[i] += map[i];
    return Uint8Array.from(sum, (value) => Math.round(value / known.length));
  }

  // The controls.
  const said = el("output", {}, String(epochs));
  const slider = el("input", { type: "range", min: "1", max: String(epochs), value: String(epochs), "aria-label": `Epoch of ${setting.title}`, oninput: (event) => show(Number(event.target.value)) });
  const play = el("button", { type: "button", class: "chip", "aria-label": "Play" }, "▶");
  play.addEventListener("click", () => (state.playing === null ? start() : stop()));
  const trial = el("select", { "aria-label": "Trials", onchange: (event) => { state.trial = event.target.value === "" ? null : Number(event.target.value); all(); } },
    el("option", { value: "" }, trials.length === 1 ? `trial ${trials[0]}` : "all trials"), trials.length === 1 ? null : trials.map((one) => el("option", { value: String(one) }, `trial ${one}`)));
  const chosen = el("select", { "aria-label": "Class of the strip", onchange: (event) => { state.label = Number(event.target.value); all(); } },
    classes.map((name, i) => el("option", { value: String(i) }, name)));

  function start() {
    play.textContent = "❚❚";
    play.setAttribute("aria-label", "Pause");
    if (state.epoch === epochs) show(1);
    state.playing = setInterval(() => (state.epoch < epochs ? show(state.epoch + 1) : stop()), playPause);
  }
  function stop() {
    clearInterval(state.playing);
    state.playing = null;
    play.textContent = "▶";
    play.setAttribute("aria-label", "Play");
  }

  // The maps of one epoch: a row for a λ, a column for a class.
  const canvases = weights.map((weight) => classes.map((name) =>
    el("canvas", { class: "map", role: "img", "aria-label": `Mean gaze of ${name}, ${lambdaName(sweep.weights[weight])}` })));
  const facts = weights.map(() => el("span", { class: "facts" }));
  const grid = el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `Class mean gazes of ${setting.title}` },
    el("table", { class: "maps" },
      el("thead", {}, el("tr", {}, el("th", {}), classes.map((name) => el("th", {}, name)))),
      el("tbody", {}, weights.map((weight, row) => el("tr", {},
        el("th", { class: "word" }, sample(sweep.colours[weight]), el("br"), lambdaName(sweep.weights[weight]), facts[row]),
        canvases[row].map((canvas) => el("td", {}, canvas)))))));
  const strips = weights.map(() => el("canvas", { class: "strip", onclick: (event) => jump(event) }));
  const stripRows = el("div", { class: "strips" }, weights.map((weight, row) => el("div", { class: "strip-row" }, el("span", {}, lambdaName(sweep.weights[weight])), strips[row])));
  const stripEpochs = el("div", { class: "strip-epochs" });
  let columns = [];

  function drawStrips() {
    const room = Math.max(stripMap, stripRows.clientWidth - 90);
    const count = Math.max(1, Math.min(gazes.epochs.length, Math.floor(room / (stripMap + 2))));
    columns = Array.from({ length: count }, (_, i) => Math.round((i * (gazes.epochs.length - 1)) / Math.max(1, count - 1)));
    for (const [row, weight] of weights.entries()) {
      const step = gazes.width + 1;
      const cells = new Uint8Array(step * count * gazes.height).fill(unknownCell);
      for (const [column, kept] of columns.entries()) {
        const map = meanMap(weight, state.label, kept);
        for (let y = 0; y < gazes.height; y++) cells.set(map.subarray(y * gazes.width, (y + 1) * gazes.width), y * step * count + column * step);
      }
      paint(strips[row], cells, step * count, gazes.height);
      strips[row].style.width = `${count * (stripMap + 2)}px`;
      strips[row].style.height = `${Math.round((stripMap * gazes.height) / gazes.width)}px`;
      strips[row].title = "Click to show the epoch above";
    }
    mark();
  }
  function mark() {
    const now = keptAt(state.epoch);
    let nearest = 0;
    columns.forEach((kept, i) => { if (Math.abs(kept - now) < Math.abs(columns[nearest] - now)) nearest = i; });
    fill(stripEpochs, columns.map((kept, i) => el("span", { class: i === nearest ? "now" : null, style: `width:${stripMap + 2}px` }, String(gazes.epochs[kept]))));
  }
  function jump(event) {
    const box = event.target.getBoundingClientRect();
    const column = Math.min(columns.length - 1, Math.floor(((event.clientX - box.left) / box.width) * columns.length));
    show(gazes.epochs[columns[column]]);
  }

  // The confusion matrices of one epoch.
  const matrices = el("div", { class: "matrices" });
  function drawMatrices() {
    fill(matrices, weights.map((weight) => {
      const counts = Array(classes.length * classes.length).fill(0);
      let of = 0;
      for (const i of shownRuns(weight)) {
        const confusion = runs[i].confusion[state.epoch - 1];
        if (!confusion || confusion.length !== counts.length) continue;
        of++;
        confusion.forEach((count, cell) => (counts[cell] += count));
      }
      const body = classes.map((name, truth) => {
        const row = counts.slice(truth * classes.length, (truth + 1) * classes.length);
        const total = row.reduce((sum, count) => sum + count, 0);
        return el("tr", {}, el("th", { class: "word" }, name),
          row.map((count, predicted) => el("td", {
            class: predicted === truth ? "right" : "wrong", style: `--share:${total === 0 ? 0 : (100 * count) / total}%`,
            title: `${name} taken for ${classes[predicted]}: ${count} of ${total}`,
          }, String(count))),
          el("td", { class: "recall" }, total === 0 ? undefinedText : shown(row[truth] / total, 2)));
      });
      return el("div", { class: "scroll" }, el("table", { class: "confusion" },
        el("caption", {}, lambdaName(sweep.weights[weight]), el("span", {}, of === 0 ? " – not so far yet" : of === 1 ? "" : ` – ${of} trials together`)),
        el("thead", {}, el("tr", {}, el("th", { class: "corner" }, "true ↓", el("br"), "named →"), classes.map((name) => el("th", {}, name)), el("th", {}, "recall"))),
        el("tbody", {}, body)));
    }));
  }

  function show(epoch) {
    state.epoch = epoch;
    slider.value = String(epoch);
    said.textContent = String(epoch);
    if (gazes) {
      const kept = keptAt(epoch);
      note.textContent = gazes.epochs[kept] === epoch ? "" : `Gazes of epoch ${gazes.epochs[kept]}: this page has room for some epochs only.`;
      const shownMaps = weights.map((weight) => [...classes.keys()].map((label) => meanMap(weight, label, kept)));
      const most = state.ownScale ? Math.max(1, ...shownMaps.flat().flatMap((map) => [...map].filter((cell) => cell !== unknownCell))) : cellSteps;
      top.textContent = `${state.ownScale || gazes.most === gazes.greatest ? "" : "≥ "}${shown((gazes.most * most) / cellSteps, 3)}`;
      for (const [row, weight] of weights.entries()) {
        for (const label of classes.keys()) paint(canvases[row][label], shownMaps[row][label], gazes.width, gazes.height, most);
        const of = (figure) => {
          const values = shownRuns(weight).map((i) => runs[i].series[figure]?.[epoch - 1]).filter((value) => Number.isFinite(value));
          return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
        };
        const zero = of(figureIndex("zero-gazes"));
        fill(facts[row], el("span", {}, `kappa ${shown(of(theKappa), 3)}`), el("span", {}, `deviation ${figureText(theDeviation, of(theDeviation), 4)}`),
          zero > 0 ? el("span", { class: zero >= 0.1 ? "alarm" : null }, `zero maps ${shown(100 * zero, 0)} %`) : null);
      }
      mark();
    }
    drawMatrices();
  }
  function all() {
    show(state.epoch);
    if (gazes) drawStrips();
  }

  const note = el("p", { class: "note" });
  const top = el("span", {});
  const scale = gazes ? el("div", { class: "scale" }, el("span", {}, "0"), el("span", { class: "ramp", style: `background:linear-gradient(to right,${[0, 32, 64, 96, 128, 160, 192, 224, 255].map((i) => `rgb(${inferno[i].join(",")})`).join(",")})` }), top) : null;
  const own = gazes ? toggle("Scale by epoch", false, (on) => ((state.ownScale = on), show(state.epoch))) : null;
  const element = el("div", { class: "stage" },
    el("h3", {}, setting.title),
    el("div", { class: "tools", role: "group", "aria-label": `Epoch and trials of ${setting.title}` }, el("label", { class: "slide" }, "Epoch ", slider, said), play, trial, scale, own),
    note,
    el("div", { class: "stage-body" }, gazes ? grid : null, matrices),
    gazes ? el("div", { class: "strip-box" }, el("p", { class: "note" }, "Through training: ", chosen), stripRows, el("div", { class: "strip-row" }, el("span", {}, "epoch"), stripEpochs)) : null);
  whenNear(element, () => {
    all();
    let width = 0;
    if (gazes) new ResizeObserver(() => { if (stripRows.clientWidth !== width) { width = stripRows.clientWidth; drawStrips(); } }).observe(stripRows);
  });
  addEventListener("beforeprint", all);
  return element;
}
