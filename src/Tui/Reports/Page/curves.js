// Learning curves: a card for each figure of a setting, one legend for the whole sweep.

const curveHeight = 220;

function drawCurves(host, sweep) {
  const state = { weights: new Set(sweep.weights.keys()), band: true, trials: false };
  const cards = [];
  const update = () => cards.forEach((card) => card.update());

  const chips = sweep.weights.map((weight, i) =>
    toggle(
      lambdaName(weight),
      true,
      (on, event) => {
        if (event.altKey || event.shiftKey) {
          state.weights = new Set([i]);
          chips.forEach((chip, other) => chip.setAttribute("aria-pressed", String(other === i)));
        } else if (on) state.weights.add(i);
        else state.weights.delete(i);
        update();
      },
      sample(sweep.colours[i]),
    ),
  );
  const options = [
    toggle("Band", state.band, (on) => ((state.band = on), update())),
    toggle("Single trials", state.trials, (on) => ((state.trials = on), update())),
  ];
  host.append(
    el(
      "div",
      { class: "tools", role: "group", "aria-label": "What the curves show" },
      chips.length > 1 ? el("span", { class: "chips legend" }, chips) : null,
      el("span", { class: "chips" }, options),
    ),
    el(
      "p",
      { class: "note" },
      "A thick line is the mean over completed trials, the band one sample standard deviation to each side. As long as no trial is completed, the mean is over all that have begun. ",
      "Point at a curve, or focus it and use the arrow keys, to read its values",
      chips.length > 1 ? "; a λ clicked with Shift is shown alone." : ".",
      sweep.settings.some((setting) => setting.leftOut > 0) ? " The page has room for some of the single trials only; means are over all." : "",
    ),
  );

  for (const [at, setting] of sweep.settings.entries()) {
    const epochs = Math.max(0, ...setting.runs.map((run) => run.confusion.length));
    if (epochs === 0) continue;
    const known = [...data.figures.keys()].filter((figure) => setting.runs.some((run) => run.series[figure]));
    const add = (curves) => {
      const made = curveCard(sweep, setting, at, curves, epochs, state);
      cards.push(made);
      return made.element;
    };
    const card = (figure) => add({ ...data.figures[figure], figure, mean: (means) => means.series[figure], of: (run) => run.series[figure] });
    const recall = (name, label) => add({ title: `Recall of ${name}`, digits: 3, mean: (means) => means.recall?.[label] ?? [[], []], of: (run) => recallOf(run, label, setting.classes.length) });
    host.append(
      el("h3", {}, setting.title),
      el("div", { class: "cards" }, known.filter((figure) => data.figures[figure].first).map(card)),
      el(
        "details",
        { class: "more" },
        el("summary", {}, "More figures"),
        el("div", { class: "cards" }, known.filter((figure) => !data.figures[figure].first).map(card)),
      ),
    );
    if (setting.means.some((means) => means.recall)) {
      host.append(el("details", { class: "more" }, el("summary", {}, "Recall by class"), el("div", { class: "cards" }, setting.classes.map(recall))));
    }
  }
}

/** The share of a class's images that were named rightly, by epoch; null where it has none. */
function recallOf(run, label, classes) {
  return run.confusion.map((counts) => {
    const row = counts.slice(label * classes, (label + 1) * classes);
    const images = row.reduce((sum, count) => sum + count, 0);
    return images === 0 ? null : row[label] / images;
  });
}

/** One figure's curves: "figure" is its number where it is one of the data's, "mean" gives a λ's means and deviations by epoch, "of" a run's values. */
function curveCard(sweep, setting, at, curves, epochs, state) {
  const { title, figure, digits } = curves;
  const box = el("div", { class: "plot-box", style: `min-height:${curveHeight}px` });
  const readout = el("p", { class: "readout", "aria-live": "polite" });
  const element = el("figure", { class: "card", tabindex: "0", "aria-label": `${setting.title}: ${title} by epoch` }, el("figcaption", {}, title), box, readout);
  let plot = null;

  // Columns of the plot: the epochs; for each λ the mean and the band's two edges; then a line for each run.
  const padded = (values) => (values.length < epochs ? [...values, ...Array(epochs - values.length).fill(null)] : values);
  const columns = [Array.from({ length: epochs }, (_, i) => i + 1)];
  const series = [{}];
  const bands = [];
  const kinds = [null];
  for (const means of setting.means) {
    const [mean, deviation] = curves.mean(means).map(padded);
    const colour = sweep.colours[means.weight];
    const edge = (sign) => mean.map((value, i) => (value === null || deviation[i] === null ? null : value + sign * deviation[i]));
    const first = columns.length;
    columns.push(mean, edge(1), edge(-1));
    kinds.push({ kind: "mean", weight: means.weight }, { kind: "band", weight: means.weight }, { kind: "band", weight: means.weight });
    const stroke = () => colours.series(colour);
    series.push({ stroke, width: 2, dash: dashOf(colour), points: { show: epochs === 1 } });
    for (let i = 0; i < 2; i++) series.push({ stroke: "transparent", width: 0, points: { show: false } });
    bands.push({ series: [first + 1, first + 2], fill: () => colours.faded(colours.series(colour), 0.16) });
  }
  for (const run of setting.runs) {
    columns.push(padded(curves.of(run) ?? []));
    kinds.push({ kind: "trial", weight: run.weight, always: setting.means.find((m) => m.weight === run.weight)?.trials === 0 });
    const colour = sweep.colours[run.weight];
    series.push({ stroke: () => colours.faded(colours.series(colour), 0.55), width: 1, points: { show: epochs === 1 } });
  }
  const visible = ({ kind, weight, always }) =>
    state.weights.has(weight) && (kind === "mean" || (kind === "band" ? state.band : state.trials || always === true));

  function read(index) {
    readout.replaceChildren();
    if (index === null || index === undefined) return;
    readout.append(el("span", { class: "at" }, `epoch ${index + 1}`));
    for (const means of setting.means) {
      if (!state.weights.has(means.weight)) continue;
      const [mean, deviation] = curves.mean(means);
      if (index >= mean.length || mean[index] === null) continue;
      const spread = deviation[index] === null ? "" : ` ± ${figureText(figure, deviation[index], digits)}`;
      readout.append(el("span", {}, sample(sweep.colours[means.weight]), ` ${figureText(figure, mean[index], digits)}${spread}`));
    }
    if (!state.trials) return;
    for (const run of setting.runs) {
      const value = state.weights.has(run.weight) ? curves.of(run)?.[index] : null;
      if (value !== null && value !== undefined) readout.append(el("span", { class: "trial" }, `${sweep.weights.length > 1 ? lambdaName(sweep.weights[run.weight]) + ", " : ""}trial ${run.trial}: ${figureText(figure, value, digits)}`));
    }
  }

  function build() {
    for (const [i, one] of series.entries()) if (i > 0) one.show = visible(kinds[i]);
    plot = new uPlot(
      {
        width: Math.max(160, Math.floor(box.clientWidth)),
        height: curveHeight,
        padding: [8, 10, 0, 0],
        legend: { show: false },
        cursor: { sync: { key: `${sweep.name}/${at}` }, drag: { x: false, y: false }, points: { size: 6 }, y: false },
        scales: { x: { time: false, range: (_, low, high) => (low === high ? [low - 1, high + 1] : [low, high]) } },
        axes: axes("epoch", null, true),
        series,
        bands,
        hooks: { setCursor: [(u) => read(u.cursor.idx)] },
      },
      columns,
      box,
    );
    fit(plot, box, curveHeight);
  }

  element.addEventListener("keydown", (event) => {
    if (!plot) return;
    const now = plot.cursor.idx ?? -1;
    const to = { ArrowRight: Math.min(epochs - 1, now + 1), ArrowLeft: Math.max(0, now - 1), Home: 0, End: epochs - 1 }[event.key];
    if (event.key === "Escape") plot.setCursor({ left: -10, top: -10 });
    if (to === undefined) return;
    event.preventDefault();
    plot.setCursor({ left: plot.valToPos(to + 1, "x"), top: 10 });
  });
  function draw() {
    if (!plot) return build();
    plot.batch(() => {
      for (const [i, kind] of kinds.entries()) {
        if (i > 0 && plot.series[i].show !== visible(kind)) plot.setSeries(i, { show: visible(kind) });
      }
    });
    plot.redraw(false, true);
    read(plot.cursor.idx);
  }
  const changed = whenNear(element, draw);
  onTheme.push(changed);
  return { element, update: changed };
}
