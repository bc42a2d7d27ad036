// Keyboard, picked rows and double clicks. Every page works without this file; it only makes the same things quicker.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");

  const typing = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  const rows = () => [...document.querySelectorAll("[data-row]")];
  const current = () => document.activeElement.closest("[data-row]");
  const focusable = (row) => (row.hasAttribute("tabindex") ? row : row.querySelector("[data-open]"));
  const pickOf = (row) => row.querySelector("input[name=pick]:not(:disabled)");

  // ---- walking a list

  const walk = (step) => {
    const all = rows();
    if (all.length === 0) return false;
    const here = all.indexOf(current());
    const next = here < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + step, 0), all.length - 1);
    const target = focusable(all[next]);
    target.focus();
    target.scrollIntoView({ block: "nearest" });
    return true;
  };

  const keys = {
    "/": () => {
      const search = document.querySelector("[data-search]");
      if (!search) return false;
      search.focus();
      search.select();
      return true;
    },
    j: () => walk(1),
    k: () => walk(-1),
    x: (event) => {
      const row = current();
      const box = row && pickOf(row);
      if (!box) return false;
      pick(box, !box.checked, event.shiftKey);
      return true;
    },
    Enter: () => {
      const row = document.activeElement;
      const link = row.matches("tr[data-row]") && row.querySelector("[data-open]");
      if (!link) return false;
      link.click();
      return true;
    },
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeMenus(null);
    if (event.key === "Enter" && event.ctrlKey && sent(event.target)) event.preventDefault();
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.body.dataset.keys === "off" || typing(event.target)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (keys[key] && keys[key](event)) {
      event.preventDefault();
      return;
    }
    const named = key.length === 1 && /[a-z]/.test(key) && document.querySelector(`[data-key~="${key}"]`);
    if (named) {
      event.preventDefault();
      // A key held down repeats: it must not be taken for the second, deliberate press.
      if (!event.repeat) reach(named);
    }
  });

  // A letter only moves the focus to its deed, or to the field the deed asks for; the same letter or Enter on the focused
  // button does it. Only ways to another page that decide nothing (data-press: the next case) are taken at once.
  const reach = (named) => {
    const wanted = named.dataset.focusOn && document.getElementById(named.dataset.focusOn);
    if ("press" in named.dataset || document.activeElement === named) named.click();
    else (wanted || named).focus();
  };

  // Ctrl+Enter: what was typed is sent from the field itself, and a focused button is pressed.
  const sent = (target) => {
    if (target.matches("button[type=submit]")) target.click();
    else if (target.form && target.form.method === "post" && typing(target)) target.form.requestSubmit();
    else return false;
    return true;
  };

  // ---- picked rows

  let last = null;
  const boxes = (form) => [...document.querySelectorAll(`input[name=pick][form="${CSS.escape(form)}"]:not(:disabled)`)];

  const pick = (box, on, range) => {
    const all = boxes(box.getAttribute("form"));
    const from = range && last ? all.indexOf(last) : -1;
    const to = all.indexOf(box);
    const span = from < 0 ? [box] : all.slice(Math.min(from, to), Math.max(from, to) + 1);
    for (const one of span) one.checked = on;
    last = box;
    count();
  };

  const count = () => {
    for (const bar of document.querySelectorAll("form[data-batch]")) {
      const all = boxes(bar.id);
      const picked = all.filter((box) => box.checked).length;
      const shown = bar.querySelector("[data-picked]");
      if (shown) shown.textContent = String(picked);
      const whole = document.querySelector(`[data-pick-all][form="${CSS.escape(bar.id)}"]`);
      if (whole) {
        whole.checked = picked > 0 && picked === all.length;
        whole.indeterminate = picked > 0 && picked < all.length;
      }
    }
  };

  document.addEventListener("click", (event) => {
    const box = event.target;
    if (box.matches("input[name=pick][form]")) pick(box, box.checked, event.shiftKey);
    if (box.matches("[data-pick-all]")) {
      for (const one of boxes(box.getAttribute("form"))) one.checked = box.checked;
      count();
    }
    if (box.closest("[data-cannot]")) event.preventDefault();
    closeMenus(box);
  });

  const closeMenus = (inside) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (!inside || !menu.contains(inside)) menu.open = false;
    }
  };

  // ---- dates typed without dashes

  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-date]")) return;
    // Without separators only eight digits are sure: 2015116 could be two days.
    const typed = event.target.value.trim();
    const parts = /^(\d{4})(\d{2})(\d{2})$/.exec(typed) || /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(typed);
    if (parts) event.target.value = `${parts[1]}-${parts[2].padStart(2, "0")}-${parts[3].padStart(2, "0")}`;
  });

  // ---- fields that hang on another answer (the server asks for them by the same rule)

  const showHanging = () => {
    for (const part of document.querySelectorAll("[data-hangs-on]")) {
      const form = part.closest("form");
      const other = form && form.elements[part.dataset.hangsOn];
      if (other) part.hidden = !part.dataset.with.split(" ").includes(other.value);
    }
  };
  document.addEventListener("change", showHanging);

  // ---- a deed is sent once (a form with data-again, such as one that answers with a paper, may be sent repeatedly)

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || "again" in form.dataset) return;
    if (form.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.sent = "yes";
    // The button stays enabled until the form has gone: a disabled one would not send its name and value.
    for (const button of form.querySelectorAll("button[type=submit]")) button.setAttribute("aria-busy", "true");
  }, true);

  const release = (form) => {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  };
  // Coming back to a page kept by the browser must not find its forms still locked.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach(release);
    count();
    showHanging();
  });

  // ---- parts swapped by htmx, and answers that did not come

  const unreachable = () => {
    const notice = document.querySelector("[data-unreachable]");
    if (notice) notice.hidden = false;
  };
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt.closest("form[data-sent]");
    if (form) release(form);
  });
  document.addEventListener("htmx:afterSettle", count);
  document.addEventListener("htmx:responseError", unreachable);
  document.addEventListener("htmx:sendError", unreachable);

  // On a phone the menu is wider than the screen: it opens where one is.
  const here = document.querySelector(".xj-nav [aria-current]");
  const menu = here && here.closest(".xj-nav");
  if (menu) menu.scrollLeft = here.offsetLeft - (menu.clientWidth - here.offsetWidth) / 2;

  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
  count();
})();
