"use strict";

// What comes from documents reaches the page as text nodes and attributes' values only: the policy forbids markup.

const byId = (id) => document.getElementById(id);
const data = JSON.parse(byId("data").textContent);
const number = new Intl.NumberFormat("en");
const [ERROR, WARNING] = ["error", "warning"].map((name) => data.severities.indexOf(name));

const locales = data.locales.map(([tag, lang, dir]) => ({ tag, lang, dir, name: language(lang) }));
const pages = data.pages.map(([id, path, locale, folder, file], number) => ({
  number, id, path, locale: locales[locale], folder: data.folders[folder] ?? "", file, findings: [],
}));
const findings = data.findings.map(([page, rule, severity, confidence, message, name, line, english, at, text, told], number) => {
  const finding = {
    number, page: pages[page], rule: data.rules[rule][0], about: data.rules[rule][1], severity, confidence, message, name, line, english, at, text, told,
  };
  finding.page.findings.push(finding);
  return finding;
});
const byName = new Map(findings.map((finding) => [finding.name, finding]));
const byPath = new Map(pages.map((page) => [page.id, page]));

function language(tag) {
  try {
    return tag ? new Intl.DisplayNames(["en"], { type: "language" }).of(tag) : "";
  } catch {
    return "";
  }
}

/** An element with properties (`class`, `text` and attributes) and children; strings become text nodes. */
function make(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "text") made.textContent = value;
    else if (name === "onclick") made.addEventListener("click", value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

const count = (n, one, many) => `${number.format(n)} ${n === 1 ? one : many}`;
const pageLink = (page) => `${page.file}#page=${encodeURIComponent(page.id)}`;
const findingLink = (finding) => `${finding.page.file}#finding-${finding.name}`;
const place = (finding) => (finding.at ? `line ${finding.at}` : finding.line ? `English line ${finding.line}` : "the page");

function say(text) {
  byId("said").textContent = text;
  byId("said").classList.add("shown");
  clearTimeout(say.timer);
  say.timer = setTimeout(() => byId("said").classList.remove("shown"), 2500);
}

// ---------------------------------------------------------------------------------------------------------- filters

const form = byId("filters");
const FIELDS = ["q", "severity", "rule", "locale", "folder"];
let chosen = findings;

const SEVERITIES = {
  "": (finding) => finding.severity <= WARNING,
  error: (finding) => finding.severity === ERROR,
  warning: (finding) => finding.severity === WARNING,
  note: (finding) => finding.severity > WARNING,
  all: () => true,
};

function fillFilters() {
  const options = (name, all, values) =>
    form.elements[name].append(...[["", all], ...values].map(([value, text]) => make("option", { value, text })));
  const counted = (get) => {
    const counts = new Map();
    for (const finding of findings) counts.set(get(finding), (counts.get(get(finding)) ?? 0) + 1);
    return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([value, n]) => [value, `${value || "none"} (${number.format(n)})`]);
  };
  options("severity", "Errors and warnings", [["error", "Errors"], ["warning", "Warnings"], ["note", "Notes"], ["all", "All"]]);
  options("rule", "All rules", counted((finding) => finding.rule));
  options("locale", "All locales", counted((finding) => finding.page.locale.tag).filter(([value]) => value));
  options("folder", "All folders", counted((finding) => finding.page.folder).filter(([value]) => value));
}

/** What the search looks in; made when somebody searches, for ten thousand of them take a moment. */
function haystack(finding) {
  const { page, rule, message, english, text } = finding;
  finding.hay ??= [page.path, page.id, rule, message, finding.told ?? "", english, text, page.locale.name].join("\n").toLowerCase();
  return finding.hay;
}

function choose(query) {
  for (const name of FIELDS) {
    const value = query.get(name) ?? "";
    const field = form.elements[name];
    if (field.value !== value) field.value = value;
    if (field.value !== value) field.selectedIndex = 0;
  }
  const [q, severity, rule, locale, folder] = FIELDS.map((name) => form.elements[name].value);
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = SEVERITIES[severity];
  chosen = findings.filter((finding) =>
    fits(finding) &&
    (!rule || finding.rule === rule) &&
    (!locale || finding.page.locale.tag === locale) &&
    (!folder || finding.page.folder === folder) &&
    words.every((word) => haystack(finding).includes(word)));
}

function filterLink() {
  const query = new URLSearchParams();
  for (const name of FIELDS) if (form.elements[name].value) query.set(name, form.elements[name].value);
  return String(query) ? `#findings?${query}` : "#findings";
}

// ------------------------------------------------------------------------------------------------------------- list

const BLOCK = 40; // findings that are put on the page together
const HEIGHT = 66; // about what one takes, in CSS pixels, until it is there

const filler = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) if (isIntersecting) target.fill();
}, { rootMargin: "1500px 0px" });

function showList() {
  performance.mark("list-start");
  filler.disconnect();
  const list = byId("list");
  const blocks = [];
  for (let k = 0; k < chosen.length; k += BLOCK) blocks.push(block(chosen.slice(k, k + BLOCK), chosen[k - 1]?.page));
  list.replaceChildren(...blocks);
  blocks.slice(0, 1).forEach((made) => made.fill());
  blocks.forEach((made) => filler.observe(made));
  if (!chosen.length) list.append(make("p", { class: "notice", text: "Nothing here. Other filters may show more." }));
  const shown = new Set(chosen.map((finding) => finding.page)).size;
  byId("matches").textContent = `${count(chosen.length, "finding", "findings")} on ${count(shown, "page", "pages")}`;
  byId("clear").hidden = filterLink() === "#findings";
  performance.measure("list", "list-start");
}

/** A stretch of the list, empty and about as high as it will be, until it comes near the window. */
function block(part, before) {
  const made = make("div", { class: "block" });
  made.style.minHeight = `${part.length * HEIGHT}px`;
  made.fill = () => {
    filler.unobserve(made);
    made.fill = () => {};
    for (const [page, group] of Map.groupBy ? Map.groupBy(part, (finding) => finding.page) : grouped(part)) {
      if (page !== before) made.append(groupTitle(page));
      made.append(make("ul", { class: "items", "aria-label": page.path }, ...group.map(item)));
    }
    made.style.minHeight = "";
  };
  return made;
}

function grouped(part) {
  const groups = new Map();
  for (const finding of part) groups.set(finding.page, [...(groups.get(finding.page) ?? []), finding]);
  return groups;
}

function groupTitle(page) {
  return make("h2", { class: "group" },
    make("a", { href: pageLink(page), text: page.path }),
    make("span", { class: "tag", text: page.locale.tag || "no locale" }));
}

function item(finding) {
  return make("li", { class: data.severities[finding.severity] },
    make("a", { href: findingLink(finding) },
      make("span", { class: "what" }, badge(finding), " ", make("span", { class: "message", text: finding.message })),
      make("span", { class: "aside", text: `${finding.rule} · ${place(finding)}` })));
}

const badge = (finding) =>
  make("span", { class: `badge ${data.severities[finding.severity]}`, text: data.severities[finding.severity] });

// ------------------------------------------------------------------------------------------------------------- page

const FOLDED = 3; // rows without findings that are shown before and after one
let open = null; // the page that is shown
let current = null; // the finding that is pointed at
let whole = false;

function sheetOf(page) {
  const element = byId(`sheet-${page.number}`);
  return element ? JSON.parse(element.textContent) : null;
}

function showPage(page) {
  open = page;
  const sheet = sheetOf(page);
  const graves = page.findings.filter((finding) => finding.severity <= WARNING).length;
  byId("page-title").textContent = page.path;
  byId("page-about").textContent = [
    page.locale.name || page.locale.tag,
    sheet ? `beside ${sheet.source}` : "",
    count(graves, "finding", "findings") + (graves < page.findings.length ? ` and ${count(page.findings.length - graves, "note", "notes")}` : ""),
  ].filter(Boolean).join(" · ");
  const loose = sheet ? sheet.loose.map((k) => findings[k]) : page.findings;
  byId("loose").replaceChildren(...loose.map((finding) => card(finding)));
  byId("whole").hidden = !sheet;
  if (!sheet) {
    const why = "The texts are not in this file, which has those of the pages that need work most. parallint audit --report FOLDER/ writes all of them.";
    byId("sheet").replaceChildren(make("p", { class: "notice", text: why }));
    return;
  }
  const head = make("div", { role: "row", class: "row head" },
    make("div", { role: "columnheader", text: "English" }),
    make("div", { role: "columnheader", text: page.locale.name || page.locale.tag || "Translation" }));
  const body = make("div", { role: "table", class: "sheet", "aria-label": "English and translation, side by side" },
    make("div", { role: "rowgroup" }, head), make("div", { role: "rowgroup" }, ...rows(sheet.rows, page)));
  byId("sheet").replaceChildren(body);
}

/** The rows, long stretches without findings folded; a finding on several rows is told on the first of them. */
function rows(list, page) {
  const told = new Set();
  const out = [];
  const near = list.map(() => whole);
  list.forEach((row, k) => {
    if (row[5]?.length) near.fill(true, Math.max(0, k - FOLDED), k + FOLDED + 1);
  });
  list.forEach((row, k) => {
    if (row[0] === "front matter" && !row[5]?.length) near[k] = whole;
  });
  for (let k = 0; k < list.length; k += 1) {
    const start = k;
    while (k < list.length && !near[k] && typeof list[k] !== "number") k += 1;
    if (k > start) out.push(fold(list.slice(start, k), page));
    if (typeof list[k] === "number") out.push(folded(count(list[k], "segment without findings, not in this report", "segments without findings, not in this report")));
    else if (k < list.length && near[k]) out.push(...drawn(list[k], page, told));
    else k -= 1;
  }
  return out;
}

const folded = (...children) =>
  make("div", { role: "row", class: "row fold" }, make("div", { role: "cell", "aria-colspan": 2 }, ...children));

function fold(hidden, page) {
  const text = `Show ${count(hidden.length, "segment", "segments")} without findings`;
  const made = folded(make("button", {
    type: "button", text,
    onclick: () => {
      const shown = hidden.flatMap((row) => drawn(row, page, new Set()));
      made.replaceWith(...shown);
      shown[0].tabIndex = -1;
      shown[0].focus();
    },
  }));
  return made;
}

function drawn(row, page, told) {
  const [kind, line, english, at, text, numbers = [], edits = [], moved = 0] = row;
  const here = numbers.map((k) => findings[k]);
  const worst = here.length ? data.severities[Math.min(...here.map((finding) => finding.severity))] : "";
  const fresh = here.filter((finding) => !told.has(finding));
  fresh.forEach((finding) => told.add(finding));
  const gap = (what) => [make("span", { class: "gap", text: here.length ? what : "–" })];
  const code = kind === "code block";
  const prose = PROSE.has(kind);
  const out = fresh.map((finding) =>
    make("div", { role: "row", class: `row told ${worst}` }, make("div", { role: "cell", "aria-colspan": 2 }, card(finding))));
  const ours = edits.length ? diff(edits, prose) : english.length ? runs(english, prose) : gap("Not in the English");
  const theirs = text.length ? runs(text, prose) : gap("Missing in the translation");
  out.push(make("div", { role: "row", class: `row ${worst} ${code ? "code" : kind === "front matter" ? "matter" : prose ? "prose" : ""}` },
    side(ours, edits.length ? "English then and now" : kind, line, { lang: "en", dir: "ltr" }, here.length && !english.length),
    side(theirs, moved ? `${kind}, moved` : kind, at, { lang: page.locale.lang || null, dir: code ? "ltr" : page.locale.dir }, here.length && !text.length)));
  return out;
}

function side(children, label, line, attributes, lacking) {
  return make("div", { role: "cell", class: lacking ? "side lacking" : "side" },
    make("span", { class: "at", text: line ? `${line} · ${label}` : label }),
    make("div", { class: "text", ...(lacking ? {} : attributes) }, ...children));
}

// What breaks a line of prose in the file breaks none on the page, but for two blanks or a backslash before it.
const PROSE = new Set(["heading", "paragraph", "list item", "table row"]);
const unwrapped = (text, prose) => (prose ? text.replace(/(?<![\n\\]| {2})\n(?!\n)[ \t]*/g, " ") : text);

const RUNS = { k: "span", f: "mark", c: "span" };

function runs(list, prose) {
  return list.map((run) => typeof run === "string" ? unwrapped(run, prose)
    : make(RUNS[run[0]], { class: { k: "keep", c: "cut" }[run[0]], text: run[0] === "c" ? ` ⋯ ${run[1]} ⋯ ` : unwrapped(run[1], prose) }));
}

function diff(edits, prose) {
  const piece = (tag, text) => (text ? make(tag, { text: unwrapped(text, prose) }) : null);
  return edits.flatMap((edit) => typeof edit === "string" ? [unwrapped(edit, prose)]
    : [piece("del", edit[0]), piece("ins", edit[1])].filter(Boolean));
}

function card(finding) {
  const sure = finding.confidence < 0.8 ? ` · ${Math.round(100 * finding.confidence)}% sure` : "";
  return make("article", { class: `card ${data.severities[finding.severity]}`, id: `finding-${finding.name}`, tabindex: -1 },
    make("p", { class: "what" }, badge(finding), " ", make("span", { class: "message", text: finding.message })),
    finding.told ? make("p", { class: "told-fix", text: finding.told }) : null,
    make("p", { class: "aside" }, make("span", { title: finding.about || null, text: finding.rule }), ` · ${place(finding)}${sure} · `,
      make("a", { href: findingLink(finding), "aria-label": `Permalink to this finding, ${finding.rule}, ${place(finding)}`, text: "permalink" })));
}

function point(finding) {
  document.querySelectorAll(".card.current").forEach((card) => card.classList.remove("current"));
  current = finding;
  const steps = order();
  const k = steps.indexOf(finding);
  byId("where").textContent = finding ? `${number.format(k + 1)} of ${number.format(steps.length)}` : "";
  byId("previous").disabled = !step(-1);
  byId("next").disabled = !step(1);
  const card = finding && byId(`finding-${finding.name}`);
  if (!card) return;
  card.classList.add("current");
  card.focus({ preventScroll: true });
  // Rows that were never on the screen have estimated heights only: the second time they are known.
  card.scrollIntoView();
  requestAnimationFrame(() => card.scrollIntoView());
}

/** The findings that Previous and Next step through: those of the filter, if the one pointed at is among them. */
function order() {
  return !current || chosen.includes(current) ? chosen : findings;
}

function step(by) {
  const steps = order();
  if (current) return steps[steps.indexOf(current) + by];
  const here = steps.findIndex((finding) => finding.page === open);
  return here < 0 ? undefined : by > 0 ? steps[here] : steps[here - 1];
}

function walk(by) {
  const finding = step(by);
  if (finding) location.assign(findingLink(finding));
}

// -------------------------------------------------------------------------------------------------------- task list

/** Text in Markdown that shows itself: no markup, no mention, no HTML. */
const plain = (text) =>
  text.replace(/[&<>@#]/g, (c) => `&#${c.charCodeAt(0)};`).replace(/[\\`*_[\]~|]/g, "\\$&");

function tasks(list) {
  const lines = [];
  for (const [page, group] of grouped(list)) {
    lines.push(`${lines.length ? "\n" : ""}### ${plain(page.path)}\n`);
    for (const finding of group) lines.push(`- [ ] ${finding.at ? `line ${finding.at}: ` : ""}${plain(finding.message)}${finding.told ? `. ${plain(finding.told)}` : ""} (${plain(finding.rule)})`);
  }
  return `${lines.join("\n")}\n`;
}

async function copy(list) {
  const text = tasks(list);
  try {
    await navigator.clipboard.writeText(text);
    say(`${count(list.length, "task", "tasks")} copied as Markdown`);
  } catch {
    byId("tasks-text").value = text;
    byId("tasks").showModal();
    byId("tasks-text").select();
  }
}

// ---------------------------------------------------------------------------------------------------------- routing

function show(view, title) {
  for (const name of ["overview", "findings", "page"]) byId(name).hidden = name !== view;
  for (const link of document.querySelectorAll("nav a")) {
    if (link.dataset.view === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.title = title ? `${title} · ${show.title}` : show.title;
}
show.title = document.title;

const places = new Map(); // how far a view was scrolled when it was left
let shown = "";
let listed = null;

function route(first) {
  const hash = location.hash.slice(1);
  const [name, query] = hash.split(/\?(.*)/s);
  const finding = hash.startsWith("finding-") ? byName.get(hash.slice("finding-".length)) : undefined;
  const page = finding ? finding.page : hash.startsWith("page=") ? byPath.get(decoded(hash.slice("page=".length))) : undefined;
  if (hash === "main") return byId("main").focus();
  if (page?.file) return location.replace(page.file + location.hash);
  if (page) {
    const same = shown === "page" && open === page && byId("sheet").childElementCount;
    show("page", page.path);
    if (!same) {
      whole = false;
      byId("whole").setAttribute("aria-pressed", "false");
      showPage(page);
      scrollTo(0, 0);
    }
    byId("back").href = filterLink();
    point(finding ?? null);
    if (!finding && !first) byId("page-title").focus({ preventScroll: true });
    shown = "page";
    return undefined;
  }
  const view = name === "findings" ? "findings" : "overview";
  show(view, view === "findings" ? "Findings" : "");
  if (view === "findings" && listed !== hash) {
    choose(new URLSearchParams(query ?? ""));
    showList();
    listed = hash;
    places.delete("findings");
  }
  if (!first && view !== shown) byId(`${view}-title`).focus({ preventScroll: true });
  scrollTo(0, places.get(view) ?? 0);
  shown = view;
  return undefined;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

function refilter() {
  history.replaceState(null, "", filterLink());
  listed = location.hash.slice(1);
  choose(new URLSearchParams(listed.split(/\?(.*)/s)[1] ?? ""));
  showList();
}

let waiting = 0;
form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(refilter, 120);
});
form.addEventListener("submit", (event) => event.preventDefault());
byId("clear").addEventListener("click", () => {
  form.reset();
  refilter();
  form.elements.q.focus();
});
byId("previous").addEventListener("click", () => walk(-1));
byId("next").addEventListener("click", () => walk(1));
byId("whole").addEventListener("click", (event) => {
  whole = !whole;
  event.currentTarget.setAttribute("aria-pressed", String(whole));
  showPage(open);
  if (current) byId(`finding-${current.name}`)?.classList.add("current");
});
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", () => copy(button.dataset.copy === "list" ? chosen : open.findings));
}
addEventListener("scroll", () => places.set(shown, scrollY), { passive: true });
addEventListener("hashchange", () => route(false));
for (const element of document.querySelectorAll("[data-language]")) element.textContent = language(element.dataset.language);
history.scrollRestoration = "manual";
fillFilters();
choose(new URLSearchParams());
route(true);
performance.mark("ready");
