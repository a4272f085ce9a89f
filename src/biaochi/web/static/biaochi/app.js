// 标尺: the keyboard, and small mercies.  Every page works without this file.
// ES2018 only; a test greps for what is newer.
(function () {
  "use strict";

  var waiting = "";
  var timer = 0;

  function typing(target) {
    var tag = target && target.tagName ? target.tagName.toLowerCase() : "";
    return tag === "input" || tag === "textarea" || tag === "select" || (target && target.isContentEditable);
  }

  function follow(selector) {
    var link = document.querySelector(selector);
    if (link) { link.click(); }
    return Boolean(link);
  }

  function forget() { waiting = ""; }

  // "/" puts the cursor into the search box, "g" and a letter opens a line of the menu.
  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) { return; }
    if (typing(event.target)) {
      if (event.key === "Escape") { event.target.blur(); }
      return;
    }
    var key = event.key;
    if (waiting === "g") {
      forget();
      if (/^[a-z]$/.test(key) && follow('a[data-key="' + key + '"]')) { event.preventDefault(); }
      return;
    }
    if (key === "g") {
      waiting = "g";
      window.clearTimeout(timer);
      timer = window.setTimeout(forget, 1500);
    } else if (key === "/") {
      var box = document.querySelector("input[data-search]");
      if (box) { event.preventDefault(); box.focus(); box.select(); }
    } else if (key === "o") {
      follow("a[data-open]");
    } else if (key === "?") {
      follow("a[data-keys]");
    } else if (key === "n") {
      follow('a[rel="next"]');
    } else if (key === "p") {
      follow('a[rel="prev"]');
    }
  }

  // A form is sent once; what cannot be undone asks first.
  function sending(event) {
    var form = event.target;
    var asks = form.getAttribute("data-confirm");
    if (asks && !window.confirm(asks)) { event.preventDefault(); return; }
    if (form.method.toLowerCase() !== "post" || form.hasAttribute("data-again")) { return; }
    if (form.hasAttribute("data-sent")) { event.preventDefault(); return; }
    form.setAttribute("data-sent", "");
    window.setTimeout(function () { form.removeAttribute("data-sent"); }, 8000);
  }

  function changed(event) {
    var target = event.target;
    if (target.hasAttribute("data-submit") && target.form) { target.form.submit(); }
    if (target.hasAttribute("data-all")) {
      var boxes = document.querySelectorAll('input[name="' + target.getAttribute("data-all") + '"]');
      for (var i = 0; i < boxes.length; i += 1) { boxes[i].checked = target.checked; }
    }
  }

  function clicked(event) {
    var target = event.target;
    if (target.hasAttribute && target.hasAttribute("data-print")) { window.print(); }
  }

  // A long list of boxes is narrowed by typing; what is ticked stays in sight.
  function narrowed(event) {
    var box = event.target;
    var list = box.hasAttribute("data-narrow") && document.getElementById(box.getAttribute("data-narrow"));
    if (!list) { return; }
    var asked = box.value.trim().toLowerCase();
    var labels = list.querySelectorAll("label");
    for (var i = 0; i < labels.length; i += 1) {
      var ticked = labels[i].querySelector("input").checked;
      labels[i].hidden = !ticked && labels[i].textContent.toLowerCase().indexOf(asked) < 0;
    }
  }

  // On paper everything that is folded is open.
  function unfold() {
    var folded = document.querySelectorAll("details:not([open])");
    for (var i = 0; i < folded.length; i += 1) {
      folded[i].setAttribute("open", "");
      folded[i].setAttribute("data-folded", "");
    }
  }

  function fold() {
    var opened = document.querySelectorAll("details[data-folded]");
    for (var i = 0; i < opened.length; i += 1) {
      opened[i].removeAttribute("open");
      opened[i].removeAttribute("data-folded");
    }
  }

  // After a refusal the cursor stands at what has to be put right, and Tab goes on from there.
  function told() {
    var errors = document.querySelector("[data-errors]");
    if (errors) { errors.focus(); }
  }

  document.documentElement.classList.add("js");
  document.addEventListener("keydown", pressed);
  document.addEventListener("submit", sending);
  document.addEventListener("change", changed);
  document.addEventListener("click", clicked);
  document.addEventListener("input", narrowed);
  window.addEventListener("load", told);
  window.addEventListener("beforeprint", unfold);
  window.addEventListener("afterprint", fold);
}());
