// Puts it all together.

const root = document.documentElement;
const themes = ["auto", "light", "dark"];
const themeButton = document.getElementById("theme");

function remembered() {
  try {
    return localStorage.getItem("actorgaze-theme");
  } catch {
    return null; // a browser may forbid it to a page from a file
  }
}

function setTheme(theme) {
  if (theme === "auto") delete root.dataset.theme;
  else root.dataset.theme = theme;
  themeButton.textContent = { auto: "◐ Auto", light: "○ Light", dark: "● Dark" }[theme];
  themeButton.setAttribute("aria-label", `Theme: ${theme}`);
  try {
    localStorage.setItem("actorgaze-theme", theme);
  } catch {
    // as above: the choice lasts as long as the page
  }
  repaint();
}

function repaint() {
  colours.forget();
  for (const draw of onTheme) draw();
}

setTheme(themes.includes(remembered()) ? remembered() : "auto");
themeButton.addEventListener("click", () => setTheme(themes[(themes.indexOf(root.dataset.theme ?? "auto") + 1) % themes.length]));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);

for (const [name, draw] of [["curves", drawCurves], ["gazes", drawStages], ["scatter", drawScatter], ["worth", drawWorth]]) {
  for (const host of document.querySelectorAll(`[data-${name}]`)) draw(host, data.sweeps[Number(host.dataset[name])]);
}

// A sweep that is still going: 'report --follow' writes this file again, and the page can look for it.
const reloadEvery = 15_000; // milliseconds
const going = document.querySelector("[data-going]");
if (going) {
  let timer = null;
  const follow = (on) => {
    clearTimeout(timer);
    if (on) timer = setTimeout(() => location.reload(), reloadEvery);
    try {
      sessionStorage.setItem("actorgaze-follow", String(on));
    } catch {
      // as with the theme
    }
  };
  let on = false;
  try {
    on = sessionStorage.getItem("actorgaze-follow") === "true";
  } catch {
    // as with the theme
  }
  going.after(el("p", { class: "live" }, toggle("Reload every 15 s, for report --follow", on, follow)));
  if (on) follow(true);
}

// Folded tables of moderate length are printed too.
const printedRows = 60;
let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:not([open])")].filter((folded) => folded.querySelectorAll("tr").length <= printedRows && !folded.classList.contains("more"));
  for (const folded of opened) folded.open = true;
});
addEventListener("afterprint", () => {
  for (const folded of opened) folded.open = false;
});

// The part that is being read is marked in the list of parts.
const links = new Map([...document.querySelectorAll("nav a")].map((link) => [link.getAttribute("href").slice(1), link]));
const reading = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) links.get(entry.target.id)?.toggleAttribute("aria-current", entry.isIntersecting);
  },
  { rootMargin: "-20% 0px -70% 0px" },
);
for (const section of document.querySelectorAll("main section[id]")) reading.observe(section);
root.dataset.ready = "yes";
