// Kappa against gaze deviation, an epoch a dot, with the first epochs left out on demand.

const scatterHeight = 300;
const mostTrialRows = 16; // of more trials, only what comes of them is told here

function drawScatter(host, sweep) {
  const started = sweep.settings.filter((setting) => setting.runs.some((run) => run.confusion.length > 0));
  if (started.length === 0) return;
  const most = Math.max(0, ...started.flatMap((setting) => setting.correlations.map((study) => study.skipped)));
  const trials = [...new Set(sweep.settings.flatMap((setting) => setting.runs.map((run) => run.trial)))];
  const state = { skipped: 0, trials: new Set(trials), weights: new Set(sweep.weights.keys()) };
  const cards = [];
  const update = () => cards.forEach((card) => card.update());
  const said = el("output", {}, "0");
  const slider = el("input", {
    type: "range", min: "0", max: String(most), value: "0", "aria-label": "First epochs left out",
    oninput: (event) => {
      state.skipped = Number(event.target.value);
      said.textContent = event.target.value;
      update();
    },
  });
  const bar = el("span", { class: "ramp" });
  const paintBar = () => (bar.style.background = `linear-gradient(to right,${[0, 0.25, 0.5, 0.75, 1].map(epochColour).join(",")})`);
  paintBar();
  onTheme.push(paintBar);
  const chip = (set, key, label, look) => toggle(label, true, (on) => (on ? set.add(key) : set.delete(key), update()), look);
  host.append(
    el("h3", {}, "Kappa against gaze deviation"),
    el("div", { class: "tools", role: "group", "aria-label": "What the dots show" },
      el("label", { class: "slide" }, "First epochs left out ", slider, said),
      trials.length > 1 && trials.length <= 20 ? el("span", { class: "chips" }, trials.map((trial) => chip(state.trials, trial, `Trial ${trial}`))) : null,
      sweep.weights.length > 1 ? el("span", { class: "chips" }, sweep.weights.map((weight, i) => chip(state.weights, i, lambdaName(weight)))) : null,
      el("span", { class: "scale" }, "first epoch", bar, "last")),
    el("p", { class: "note" }, "A dot is an epoch of a trial. Rings are epochs that are left out. The numbers below follow the slider; their intervals are by bootstrap over trials."),
    el("div", { class: "cards wide" }, started.map((setting) => {
      const made = scatterCard(sweep, setting, state);
      cards.push(made);
      return made.element;
    })),
  );
}

function scatterCard(sweep, setting, state) {
  const box = el("div", { class: "plot-box", style: `min-height:${scatterHeight}px` });
  const readout = el("p", { class: "readout", "aria-live": "polite" });
  const numbers = el("div", { class: "scroll" });
  const element = el("figure", { class: "card", tabindex: "0", "aria-label": `${setting.title}: kappa against gaze deviation` }, el("figcaption", {}, setting.title), box, readout, numbers);
  const dots = setting.runs.flatMap((run) =>
    run.confusion.map((_, i) => ({ run, epoch: i + 1, x: run.series[theDeviation]?.[i], y: run.series[theKappa]?.[i] })),
  ).filter((dot) => Number.isFinite(dot.x) && Number.isFinite(dot.y));
  const epochs = Math.max(...setting.runs.map((run) => run.confusion.length));
  dots.sort((one, other) => one.x - other.x);
  const visible = (dot) => state.trials.has(dot.run.trial) && state.weights.has(dot.run.weight);
  let plot = null;
  let nearest = null;

  function draw(u) {
    const { ctx } = u;
    const size = 3.5 * devicePixelRatio;
    const colourOf = Array.from({ length: epochs }, (_, i) => epochColour(i / Math.max(1, epochs - 1)));
    ctx.save();
    for (const dot of dots) {
      if (!visible(dot)) continue;
      const [x, y] = [u.valToPos(dot.x, "x", true), u.valToPos(dot.y, "y", true)];
      const colour = colourOf[dot.epoch - 1];
      ctx.beginPath();
      ctx.arc(x, y, dot === nearest ? size * 1.7 : size, 0, 2 * Math.PI);
      if (dot.epoch > state.skipped) {
        ctx.fillStyle = colour;
        ctx.fill();
        ctx.strokeStyle = colours.of("card");
      } else ctx.strokeStyle = colour;
      ctx.lineWidth = devicePixelRatio;
      ctx.stroke();
    }
    ctx.restore();
  }

  function point(u) {
    const { left, top } = u.cursor;
    let found = null;
    if (left >= 0) {
      let least = 30 * 30;
      for (const dot of dots) {
        if (!visible(dot)) continue;
        const distance = (u.valToPos(dot.x, "x") - left) ** 2 + (u.valToPos(dot.y, "y") - top) ** 2;
        if (distance < least) [least, found] = [distance, dot];
      }
    }
    if (found === nearest) return;
    nearest = found;
    readout.textContent = found === null ? "" :
      `${sweep.weights.length > 1 ? lambdaName(sweep.weights[found.run.weight]) + ", " : ""}trial ${found.run.trial}, epoch ${found.epoch}: kappa ${shown(found.y, 3)}, deviation ${shown(found.x, 4)}`;
    u.redraw(false);
  }

  const range = (low, high) => (low === undefined ? undefinedText : `${shown(low, 2)} to ${shown(high, 2)}`);

  /** Of one λ: its trials, then what comes of them. */
  function byTrial(study) {
    const runs = setting.runs.filter((run) => run.weight === study.weight);
    const paper = study.paper === undefined ? [] :
      [["Paper's mean", shown(study.paper, 3), study.mean === undefined ? "" : Math.sign(study.mean) === Math.sign(study.paper) ? "same sign" : "other sign"]];
    return [["", "Pearson's r", "Spearman's ρ"], [
      ...(runs.length > mostTrialRows ? [] : runs).map((run, i) => [`Trial ${run.trial}${run.completed ? "" : ", not completed"}`, shown(study.pearson[i], 3), shown(study.spearman[i], 3)]),
      ["Mean", shown(study.mean, 3), shown(study.spearmanMean, 3)],
      ["95 % interval", range(study.low, study.high), range(study.spearmanLow, study.spearmanHigh)],
      ["Mean through Fisher's z", shown(study.fisher, 3), ""],
      ...paper]];
  }

  /** Of several λ: a row for each. */
  const byWeight = (studies) => [["", "Mean r", "95 %", "Fisher's z", "Mean ρ", "95 %"], studies.map((study) => [
    lambdaName(sweep.weights[study.weight]), shown(study.mean, 2), range(study.low, study.high), shown(study.fisher, 2),
    shown(study.spearmanMean, 2), range(study.spearmanLow, study.spearmanHigh)])];

  function table() {
    const studies = setting.correlations.filter((study) => study.skipped === state.skipped && state.weights.has(study.weight));
    const [head, rows] = sweep.weights.length === 1 && studies.length === 1 ? byTrial(studies[0]) : byWeight(studies);
    const cells = (kind, row) => row.map((cell, i) => el(kind, { class: i === 0 ? "word" : null }, cell));
    fill(numbers, el("table", {}, el("thead", {}, el("tr", {}, cells("th", head))),
      el("tbody", {}, rows.map((row) => el("tr", { class: row[0] === "Mean" ? "first" : null }, cells("td", row))))));
  }

  function build() {
    plot = new uPlot(
      {
        width: Math.max(160, Math.floor(box.clientWidth)),
        height: scatterHeight,
        padding: [8, 10, 0, 0],
        legend: { show: false },
        cursor: { drag: { x: false, y: false }, points: { show: false } },
        scales: { x: { time: false, range: (_, low, high) => spread(low, high) }, y: { range: (_, low, high) => spread(low, high) } },
        axes: axes("gaze deviation", "Cohen's kappa", false),
        series: [{}, { paths: () => null, points: { show: false } }],
        hooks: { draw: [draw], setCursor: [point] },
      },
      [dots.map((dot) => dot.x), dots.map((dot) => dot.y)],
      box,
    );
    fit(plot, box, scatterHeight);
  }

  const spread = (low, high) => {
    const room = low === high ? 0.01 : (high - low) * 0.06;
    return [low - room, high + room];
  };
  let focused = -1;
  element.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!plot || step === undefined || dots.length === 0) return;
    event.preventDefault();
    focused = (focused + step + dots.length) % dots.length;
    plot.setCursor({ left: plot.valToPos(dots[focused].x, "x"), top: plot.valToPos(dots[focused].y, "y") });
  });
  table();
  const changed = whenNear(element, () => (plot ? plot.redraw(false, true) : build()));
  onTheme.push(changed);
  return { element, update: () => (table(), changed()) };
}
