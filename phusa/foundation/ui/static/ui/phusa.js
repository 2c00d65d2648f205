// Comfort only: every page works without this file. Ctrl-K, menus, arrow keys in lists, warnings before leaving, drafts of typed text.
"use strict";

// --- Ctrl-K goes to the search box; Escape closes what is open

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    const box = document.getElementById("search-everything");
    if (box) { event.preventDefault(); box.focus(); box.select(); }
  } else if (event.key === "Escape") {
    const menu = document.querySelector("details.menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
    else if (location.hash === "#navigation") { location.hash = "#main"; }
  }
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// --- Lists: up and down walk from row to row

document.addEventListener("keydown", (event) => {
  const steps = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };
  const link = event.target.closest?.("[data-row-link]");
  if (!link || !(event.key in steps) || event.ctrlKey || event.altKey || event.metaKey) return;
  const links = [...link.closest("[data-rows]").querySelectorAll("[data-row-link]")];
  const there = Math.max(0, Math.min(links.length - 1, links.indexOf(link) + steps[event.key]));
  links[there].focus();
  event.preventDefault();
});

// --- A table that fits its frame keeps its headings in view; one that does not scrolls sideways inside the frame

function fit() {
  for (const frame of document.querySelectorAll(".table-frame")) {
    frame.classList.remove("fits");
    const fits = frame.scrollWidth <= frame.clientWidth;
    frame.classList.toggle("fits", fits);
    if (fits) frame.removeAttribute("tabindex"); else frame.tabIndex = 0;
  }
}

addEventListener("resize", fit);
document.fonts.ready.then(fit);

// --- Of views that are wider than the window, the one that is open is seen

for (const open of document.querySelectorAll(".tabs [aria-current]")) {
  const row = open.closest(".tabs");
  row.scrollLeft = open.offsetLeft - (row.clientWidth - open.offsetWidth) / 2;
}

// --- What htmx has put into the page is said to screen readers, and messages from a refused deed are brought into view

document.addEventListener("htmx:afterSettle", (event) => {
  const said = event.target.querySelector?.("[data-announce]");
  if (said) document.getElementById("announcement").textContent = said.textContent;
  if (event.target.id === "messages") event.target.scrollIntoView({ block: "nearest" });
  watch(event.target);
  fit();
});

// --- Never lose typed work: leaving a changed form asks, and long texts are kept in this browser until they have been saved

const DRAFTS = "phusa:";
const SENT = "phusa-sent";
const reader = document.body.dataset.reader ?? "";
const changed = new Set();

function contents(form) {
  const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  return new URLSearchParams(fields.map(([name, value]) => [name, value instanceof File ? value.name : value])).toString();
}

function texts(form) {
  const revision = form.elements.revision ? form.elements.revision.value : "new";
  const key = (field) => `${DRAFTS}${reader}:${form.dataset.draft}:${revision}:${field.name}`;
  return [...form.querySelectorAll("textarea[name]")].map((field) => [key(field), field]);
}

// A draft goes when its form was sent and the page that answers says that it was done, or neither shows the form again nor says that
// nothing was saved.
function settle() {
  const sent = JSON.parse(sessionStorage.getItem(SENT) ?? "[]");
  sessionStorage.removeItem(SENT);
  if (document.body.hasAttribute("data-unsaved")) return;
  const done = document.querySelector("#messages .notice-success");
  const here = done ? new Set() : new Set([...document.querySelectorAll("form[data-draft]")].flatMap((form) => texts(form).map(([key]) => key)));
  for (const key of sent) if (!here.has(key)) localStorage.removeItem(key);
}

function watch(root) {
  for (const form of root.querySelectorAll?.("form[data-guard]") ?? []) {
    if (form.dataset.watched) continue;
    form.dataset.watched = "yes";
    const before = contents(form);
    if (form.dataset.draft) restore(form);
    form.addEventListener("input", (event) => {
      if (contents(form) === before) changed.delete(form); else changed.add(form);
      if (!form.dataset.draft) return;
      for (const [key, field] of texts(form)) if (field === event.target) localStorage.setItem(key, field.value);
    });
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) { event.preventDefault(); return; }  // a second click must not do the deed twice
      form.dataset.sent = "yes";
      setTimeout(() => { delete form.dataset.sent; }, 10_000);  // somebody stopped it: it can be sent again
      changed.delete(form);
      if (form.dataset.draft) sessionStorage.setItem(SENT, JSON.stringify(texts(form).map(([key]) => key)));
    });
  }
}

function restore(form) {
  let restored = false;
  for (const [key, field] of texts(form)) {
    const kept = localStorage.getItem(key);
    if (kept === null || kept === field.value) continue;
    field.value = kept;
    restored = true;
  }
  const notice = form.querySelector("[data-draft-notice]");
  if (!restored || !notice) return;
  notice.hidden = false;
  changed.add(form);
  notice.querySelector("button").addEventListener("click", () => {
    for (const [key] of texts(form)) localStorage.removeItem(key);
    changed.clear();
    location.reload();
  });
}

// The connection was lost and one came back to the page: it can be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

addEventListener("beforeunload", (event) => {
  if (changed.size) event.preventDefault();
});

document.querySelector("form[data-logout]")?.addEventListener("submit", () => {
  for (const key of Object.keys(localStorage)) if (key.startsWith(`${DRAFTS}${reader}:`)) localStorage.removeItem(key);
});

// --- A file may be dropped; its name and size are shown before it is sent, and one that is too large is not sent at all

document.addEventListener("change", (event) => {
  const area = event.target.closest?.("[data-file-drop]");
  if (!area || event.target.type !== "file") return;
  const file = event.target.files[0];
  const size = file ? new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 }).format(file.size / 1048576) : "";
  const tooLarge = file && area.dataset.limit && file.size > area.dataset.limit * 1048576;
  if (tooLarge) event.target.value = "";
  area.querySelector("[data-file-chosen]").textContent = file ? `${file.name} · ${size} MB${tooLarge ? `. ${area.dataset.tooLarge}` : ""}` : "";
});

for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const area = event.target.closest?.("[data-file-drop]");
    if (area) area.classList.toggle("is-over", kind === "dragenter" || kind === "dragover");
  });
}

settle();
watch(document);
