// Is the gaze any good?: deletion, insertion and ROAD by λ, and samples under their gazes.

const worthHeight = 200;

function drawWorth(host, sweep) {
  for (const setting of sweep.settings) {
    if (setting.worth.length === 0) continue;
    host.append(el("h3", {}, setting.title));
    const curved = setting.worth.filter((one) => one.removal.length > 0);
    if (curved.length > 0) {
      host.append(
        el("p", { class: "note" }, "A colour is a λ, the mean over the runs that were examined. A thick line removes (or restores) the most relevant pixels first. A thin line does the same with the map moved elsewhere. In ROAD, the thin line removes the least relevant pixels first. The further a thick and a thin line of one colour lie apart, the more the gaze says."),
        el("div", { class: "cards" },
          worthCard(sweep, setting, "Deletion: probability of the class", "share of the pixels taken away", curved[0].removalShares, curved, (one) => [one.removal[0], one.removal[1]]),
          worthCard(sweep, setting, "Insertion: probability of the class", "share of the pixels brought back", curved[0].removalShares, curved, (one) => [one.removal[2], one.removal[3]]),
          worthCard(sweep, setting, "ROAD: accuracy", "share of the pixels imputed", curved[0].roadShares, curved, (one) => one.road)));
    }
    if (setting.worth.some((one) => one.samples.length > 0)) host.append(samplesOf(sweep, setting));
  }
}

/** Two lines for each λ over shares of the pixels. */
function worthCard(sweep, setting, title, xLabel, shares, examined, of) {
  const box = el("div", { class: "plot-box", style: `min-height:${worthHeight}px` });
  const readout = el("p", { class: "readout", "aria-live": "polite" });
  const element = el("figure", { class: "card", tabindex: "0", "aria-label": `${setting.title}: ${title}` }, el("figcaption", {}, title), box, readout);
  const weights = [...new Set(examined.map((one) => one.weight))];
  const lines = weights.map((weight) => {
    const curves = examined.filter((one) => one.weight === weight).map(of);
    return [0, 1].map((which) => shares.map((_, i) => curves.reduce((sum, curve) => sum + curve[which][i], 0) / curves.length));
  });
  const series = [{}];
  for (const weight of weights) {
    const colour = sweep.colours[weight];
    series.push({ stroke: () => colours.series(colour), width: 2.5, dash: dashOf(colour), points: { show: false } });
    series.push({ stroke: () => colours.faded(colours.series(colour), 0.7), width: 1, dash: dashOf(colour), points: { show: false } });
  }
  let plot = null;
  /** By trapezoids, over the range of the shares. */
  function mean(values) {
    let sum = 0;
    for (let i = 1; i < shares.length; i++) sum += ((shares[i] - shares[i - 1]) * (values[i] + values[i - 1])) / 2;
    return sum / (shares[shares.length - 1] - shares[0]);
  }
  function read(index) {
    readout.replaceChildren();
    const known = index !== null && index !== undefined;
    const of = (values) => (known ? values[index] : mean(values));
    readout.append(el("span", { class: "at" }, known ? `at ${Math.round(100 * shares[index])} %` : "area"));
    weights.forEach((weight, i) => readout.append(el("span", {}, sample(sweep.colours[weight]), ` ${sweep.weights.length > 1 ? lambdaName(sweep.weights[weight]) + ": " : ""}${shown(of(lines[i][0]), 3)} against ${shown(of(lines[i][1]), 3)}`)));
  }
  function draw() {
    if (plot) return plot.redraw(false, true);
    plot = new uPlot({
      width: Math.max(160, Math.floor(box.clientWidth)),
      height: worthHeight,
      padding: [8, 10, 0, 0],
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, points: { size: 6 }, y: false },
      scales: { x: { time: false }, y: { range: [0, 1.02] } },
      axes: axes(xLabel, null, false),
      series,
      hooks: { setCursor: [(u) => read(u.cursor.idx)] },
    }, [shares, ...lines.flat()], box);
    fit(plot, box, worthHeight);
    read(null);
  }
  element.addEventListener("keydown", (event) => {
    if (!plot) return;
    const now = plot.cursor.idx ?? -1;
    const to = { ArrowRight: Math.min(shares.length - 1, now + 1), ArrowLeft: Math.max(0, now - 1), Home: 0, End: shares.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    plot.setCursor({ left: plot.valToPos(shares[to], "x"), top: 10 });
  });
  onTheme.push(whenNear(element, draw));
  return element;
}

/** The samples of one run whose gazes lie nearest to their class's mean gaze, and farthest from it. */
function samplesOf(sweep, setting) {
  const runs = setting.worth.filter((one) => one.samples.length > 0);
  const state = { run: runs[0], cover: 0.5, epoch: null };
  const name = (one) => `${sweep.weights.length > 1 ? lambdaName(sweep.weights[one.weight]) + ", " : ""}trial ${one.trial}, epoch ${one.epoch}`;
  const chosen = el("select", { "aria-label": `Run whose samples of ${setting.title} are shown`, onchange: (event) => { state.run = runs[Number(event.target.value)]; show(); paintAll(); } },
    runs.map((one, i) => el("option", { value: String(i) }, name(one))));
  const cover = el("input", { type: "range", min: "0", max: "1", step: "0.05", value: "0.5", "aria-label": "How much the gaze covers the image", oninput: (event) => { state.cover = Number(event.target.value); paintAll(); } });
  const said = el("output", {}, "");
  const through = el("input", { type: "range", min: "0", max: "0", value: "0", "aria-label": `Epoch of the samples of ${setting.title}`, oninput: (event) => { state.epoch = Number(event.target.value); paintAll(); } });
  const throughBox = el("label", { class: "slide" }, "Through training, epoch ", through, said);
  const rows = el("div", { class: "samples" });
  let pictures = [];

  function show() {
    const epochs = state.run.epochs ?? [];
    state.epoch = epochs.length - 1;
    throughBox.hidden = epochs.length === 0;
    through.max = String(Math.max(0, epochs.length - 1));
    through.value = through.max;
    pictures = [];
    const classes = [...new Set(state.run.samples.map((one) => one.class))];
    const group = (title, some) => el("div", { class: "sample-group" }, el("h4", {}, title), el("div", { class: "sample-row" }, some.map(card)));
    fill(rows, classes.map((one) => el("div", { class: "sample-class" },
      group(`${one}: most consistent`, state.run.samples.filter((sample) => sample.class === one && sample.consistent)),
      group(`${one}: least consistent`, state.run.samples.filter((sample) => sample.class === one && !sample.consistent)))));
  }

  function card(one) {
    const canvas = el("canvas", { width: "112", height: "112", role: "img", "aria-label": `${one.path} with its gaze` });
    const image = new Image();
    const gaze = document.createElement("canvas");
    const through = one.through ? bytesOf(one.through) : null;
    const last = bytesOf(one.gaze);
    const cells = one.height * one.width;
    pictures.push(() => {
      const context = canvas.getContext("2d");
      context.globalAlpha = 1;
      context.drawImage(image, 0, 0, 112, 112);
      const bytes = through === null ? last : through.subarray(state.epoch * cells, (state.epoch + 1) * cells);
      gaze.width = one.width;
      gaze.height = one.height;
      const small = gaze.getContext("2d");
      const picture = small.createImageData(one.width, one.height);
      for (let i = 0; i < cells; i++) picture.data.set([...inferno[bytes[i]], 255], i * 4);
      small.putImageData(picture, 0, 0);
      context.globalAlpha = state.cover;
      context.imageSmoothingEnabled = true;
      context.drawImage(gaze, 0, 0, 112, 112);
    });
    image.addEventListener("load", pictures[pictures.length - 1]);
    image.src = `data:image/jpeg;base64,${one.picture}`;
    return el("figure", { class: "sample" }, canvas, el("figcaption", { title: one.path }, el("span", { class: "sample-path" }, one.path.split("/").pop()),
      el("span", {}, `deviation ${tick(Number(one.deviation.toPrecision(2)))}`), el("span", {}, `probability ${shown(one.confidence, 2)}`)));
  }

  function paintAll() {
    const epochs = state.run.epochs ?? [];
    said.textContent = epochs.length > 0 ? String(epochs[state.epoch]) : "";
    for (const draw of pictures) draw();
  }

  const element = el("div", { class: "stage samples-stage" },
    el("h3", {}, `${setting.title}: samples`),
    el("p", { class: "note" }, "Images whose gazes lie nearest to the mean gaze of their class, and farthest from it, among those that are named right. Each gaze is on its own scale, so a faint one looks as strong as any other."),
    el("div", { class: "tools", role: "group", "aria-label": `Samples of ${setting.title}` }, chosen, el("label", { class: "slide" }, "Image ", cover, " gaze"), throughBox),
    rows);
  whenNear(element, () => { show(); paintAll(); });
  addEventListener("beforeprint", () => { if (pictures.length === 0) show(); });
  return element;
}
