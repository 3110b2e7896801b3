// The few things that need a script: the colour scheme, the contents menu on small screens, copying.
(function () {
  var root = document.documentElement;

  var button = document.getElementById("theme");
  function dark() {
    return root.dataset.scheme ? root.dataset.scheme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }
  function name() { button.textContent = dark() ? "Light" : "Dark"; button.setAttribute("aria-label", (dark() ? "Light" : "Dark") + " colours"); }
  if (button) {
    button.hidden = false; name();
    button.addEventListener("click", function () {
      root.dataset.scheme = dark() ? "light" : "dark"; name();
      try { localStorage.setItem("scheme", root.dataset.scheme); } catch (e) { /* not kept */ }
    });
  }

  var link = document.getElementById("menu-link"), menu = document.getElementById("contents");
  function open(state) {
    menu.classList.toggle("open", state);
    link.setAttribute("aria-expanded", String(state));
    if (state) menu.querySelector("a").focus(); else link.focus();
  }
  if (link && menu) {
    link.setAttribute("role", "button");
    link.setAttribute("aria-controls", "contents");
    link.setAttribute("aria-expanded", "false");
    link.addEventListener("click", function (event) { event.preventDefault(); open(!menu.classList.contains("open")); });
    link.addEventListener("keydown", function (event) { if (event.key === " ") { event.preventDefault(); link.click(); } });
    menu.querySelector(".menu-close").addEventListener("click", function (event) { event.preventDefault(); open(false); });
    menu.addEventListener("click", function (event) {  // a place on the open page: the menu has done its work
      if (event.target.closest("a[href^='#']:not(.menu-close)")) { menu.classList.remove("open"); link.setAttribute("aria-expanded", "false"); }
    });
    document.addEventListener("keydown", function (event) {
      var at = document.activeElement;
      if (event.key === "Escape" && menu.classList.contains("open") && (at === link || menu.contains(at))) open(false);
    });
  }

  // The list of contents begins at the page that is open.
  var here = menu && menu.querySelector(".current > a.current");
  if (here && here.offsetTop > menu.clientHeight / 2) menu.scrollTop = here.offsetTop - menu.clientHeight / 4;

  // What is said to those who do not see it.
  var spoken = document.createElement("p");
  spoken.className = "visually-hidden"; spoken.setAttribute("role", "status");
  document.body.append(spoken);

  // A table or a piece of code is a stop of the keyboard, and says that it scrolls, only where it does.
  function stops() {
    document.querySelectorAll(".table-scroll, main pre").forEach(function (box) {
      box.called = box.called || box.getAttribute("aria-label") || "";
      var own = box.scrollWidth > box.clientWidth ? { tabindex: "0", role: "group", "aria-label": box.called } : {};
      ["tabindex", "role", "aria-label"].forEach(function (name) { if (own[name]) box.setAttribute(name, own[name]); else box.removeAttribute(name); });
    });
  }
  stops(); addEventListener("resize", stops); document.addEventListener("toggle", stops, true);

  // A button with data-copy copies that text and says so; it is hidden where there is no script.
  document.addEventListener("click", function (event) {
    var copier = event.target.closest("button[data-copy]");
    if (!copier) return;
    var words = copier.words = copier.words || Array.from(copier.childNodes);  // those of before the first press
    function say(text) {
      spoken.textContent = copier.textContent = text;
      clearTimeout(copier.wait);
      copier.wait = setTimeout(function () { copier.replaceChildren.apply(copier, words); spoken.textContent = ""; }, 2000);
    }
    function byHand() {
      var area = document.createElement("textarea");
      area.value = copier.dataset.copy; document.body.append(area); area.select();
      var done = document.execCommand("copy"); area.remove(); copier.focus(); say(done ? "Copied" : "Could not copy");
    }
    if (navigator.clipboard) navigator.clipboard.writeText(copier.dataset.copy).then(function () { say("Copied"); }, byHand); else byHand();
  });
})();
