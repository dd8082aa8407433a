"use strict";
// The page: two editors and what panelRun, which is Go, makes of them. Marks
// and lists are built as nodes, never as HTML text.

const byID = (id) => document.getElementById(id);
const editors = { stored: byID("stored"), body: byID("body") };
const drop = byID("drop");
const most = 200_000; // longer texts are shown without colours
let examples = [];
let view = null;
let timer = 0;

// make returns an element with a class and children, nodes or texts.
function make(tag, className, ...children) {
  const e = document.createElement(tag);
  if (className) e.className = className;
  e.append(...children);
  return e;
}

const token = /("(?:[^"\\]|\\.)*"?)(\s*:)?|-?\d[\d.eE+-]*|\b(?:true|false|null)\b/g;

// colour returns the nodes of one line of JSON.
function colour(line) {
  const nodes = [];
  let end = 0;
  for (const m of line.matchAll(token)) {
    if (m.index > end) nodes.push(line.slice(end, m.index));
    const kind = m[2] !== undefined ? "name" : m[1] !== undefined ? "text" : /[a-z]/.test(m[0][0]) ? "word" : "number";
    nodes.push(make("span", kind, m[1] ?? m[0]));
    if (m[2]) nodes.push(m[2]);
    end = m.index + m[0].length;
  }
  if (end < line.length) nodes.push(line.slice(end));
  return nodes;
}

// paint shows a text with its line numbers. marks maps lines to classes.
function paint(of, text, marks) {
  const box = document.querySelector(`.code[data-of=${of}]`);
  const plain = text.length > most;
  const ink = [], numbers = [];
  text.split("\n").forEach((line, i) => {
    const mark = marks.get(i + 1) ?? "";
    ink.push(make("div", `line ${mark}`, ...(plain ? [line] : colour(line))));
    numbers.push(make("div", mark, String(i + 1)));
  });
  box.querySelector(".ink").replaceChildren(...ink);
  box.querySelector(".gutter").replaceChildren(...numbers);
}

// follow moves the coloured text and the numbers along with an editor.
function follow(of) {
  const box = document.querySelector(`.code[data-of=${of}]`);
  const area = editors[of] ?? box.querySelector(".field");
  if (editors[of]) box.querySelector(".ink").style.transform = `translate(${-area.scrollLeft}px, ${-area.scrollTop}px)`;
  box.querySelector(".gutter").style.transform = `translateY(${-area.scrollTop}px)`;
}

// marks returns the classes of the lines of places, the first mark counting.
function marks(list, className, all) {
  const out = new Map();
  for (const { place, kind } of list)
    for (let line = place.line; line > 0 && line <= (all ? place.last : place.line); line++)
      if (!out.has(line)) out.set(line, className ?? kind);
  return out;
}

// go selects a place in an editor and brings it into view.
function go(of, place) {
  const area = editors[of];
  area.focus({ preventScroll: true });
  area.setSelectionRange(place.start, place.end);
  const height = parseFloat(getComputedStyle(area).lineHeight);
  area.scrollTop = (place.line - 1) * height - area.clientHeight / 2;
  area.scrollLeft = 0;
  area.scrollIntoView({ block: "nearest" });
}

function place(button, of, at) {
  button.type = "button";
  button.addEventListener("click", () => go(of, at));
  return button;
}

function showEditor(of) {
  const area = editors[of];
  const faults = view.faults.filter((f) => f.input === of);
  const dropped = of === "body" ? marks(view.ignored, "dropped", false) : new Map();
  paint(of, area.value, new Map([...dropped, ...marks(faults, "fault", false)]));
  area.rows = Math.min(Math.max(area.value.split("\n").length, 9), 20);
  area.setAttribute("aria-invalid", String(faults.length > 0));
  byID(`${of}-faults`).replaceChildren(...faults.map((f) =>
    make("li", "", place(make("button", "fault",
      make("span", "at", `Line ${f.place.line}`),
      make("span", "says", f.message),
      make("code", "", f.code)), of, f.place))));
  follow(of);
}

const sign = { added: "+", changed: "~", removed: "−" };

function showChange(c) {
  const values = make("span", "values");
  if (c.was) values.append(make("del", "", c.was));
  if (c.was && c.is) values.append(" → ");
  if (c.is) values.append(make("ins", "", c.is));
  return make("li", c.kind, make("span", "sign", sign[c.kind]), make("span", "hidden", c.kind), make("code", "", c.pointer), values);
}

function show() {
  byID("verdict").dataset.state = view.state;
  if (byID("summary").textContent !== view.summary) byID("summary").textContent = view.summary;
  showEditor("stored");
  showEditor("body");

  const accepted = view.state === "accepted";
  byID("answer-title").textContent = accepted || !view.answer ? "Result" : "Response";
  byID("answer-hint").textContent = !view.answer ? "" : accepted ? "200 OK" : "400 Bad Request";
  byID("answer").parentElement.hidden = !view.answer;
  byID("answer-empty").hidden = !!view.answer;
  paint("answer", view.answer, accepted ? marks(view.changes, undefined, true) : new Map());
  byID("keep").hidden = !accepted || view.changes.length === 0;

  byID("changes-card").hidden = view.changes.length === 0;
  byID("changes").replaceChildren(...view.changes.map(showChange));
  byID("ignored-card").hidden = view.ignored.length === 0;
  byID("ignored").replaceChildren(...view.ignored.map((d) =>
    make("li", "", place(make("button", "", make("span", "at", `Line ${d.place.line}`), make("code", "", d.pointer)), "body", d.place))));
  byID("undo-card").hidden = !view.undo && !view.note;
  document.querySelector(".code[data-of=undo]").hidden = !view.undo;
  paint("undo", view.undo, new Map());
  byID("try").hidden = !view.undo;
  byID("note").textContent = view.note;
  byID("note").hidden = !view.note;
  byID("empty").hidden = view.changes.length + view.ignored.length > 0;
}

// judge runs the library on what is in the editors.
function judge() {
  clearTimeout(timer);
  view = JSON.parse(panelRun(editors.stored.value, editors.body.value, drop.checked));
  show();
}

function fill(stored, body) {
  editors.stored.value = stored;
  editors.body.value = body;
  judge();
}

// edited lets each example be chosen again.
function edited() {
  byID("example").selectedIndex = 0;
}

function listen() {
  for (const [of, area] of Object.entries(editors)) {
    area.addEventListener("input", () => {
      edited();
      paint(of, area.value, new Map());
      follow(of);
      clearTimeout(timer);
      timer = setTimeout(judge, 150);
    });
    area.addEventListener("scroll", () => follow(of));
  }
  for (const of of ["answer", "undo"]) byID(of).addEventListener("scroll", () => follow(of));
  document.addEventListener("keydown", (e) => {
    if (e.key !== "Enter" || !(e.ctrlKey || e.metaKey)) return;
    e.preventDefault();
    judge();
    if (view.faults.length > 0) go(view.faults[0].input, view.faults[0].place);
  });
  drop.addEventListener("change", judge);
  byID("example").addEventListener("change", (e) => {
    const x = examples[e.target.selectedIndex - 1];
    fill(x.stored, x.body);
  });
  byID("keep").addEventListener("click", () => {
    edited();
    fill(view.answer, editors.body.value);
    editors.body.focus();
  });
  byID("try").addEventListener("click", () => {
    edited();
    fill(view.answer, view.undo);
    editors.body.focus();
  });
}

async function start() {
  const runtime = new Go();
  const { instance } = await WebAssembly.instantiateStreaming(fetch("playground.wasm"), runtime.importObject);
  runtime.run(instance).then(() => fail("it ended"), fail);
  examples = JSON.parse(panelExamples());
  byID("example").append(...examples.map((x) => make("option", "", x.name)));
  byID("example").selectedIndex = 1;
  document.documentElement.classList.add("ready");
  listen();
  fill(examples[0].stored, examples[0].body);
}

function fail(reason) {
  byID("verdict").dataset.state = "failed";
  byID("summary").textContent = `The library does not run: ${reason}. Reload the page to start it again.`;
}

start().catch(fail);
