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
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && menu.classList.contains("open")) open(false);
    });
  }

  // The list of contents begins at the page that is open.
  var here = menu && menu.querySelector(".current > a.current");
  if (here && here.offsetTop > menu.clientHeight / 2) menu.scrollTop = here.offsetTop - menu.clientHeight / 4;

  // What is said to those who do not see it.
  var spoken = document.createElement("p");
  spoken.className = "visually-hidden"; spoken.setAttribute("role", "status");
  document.body.append(spoken);

  // A table is a stop of the keyboard only where it scrolls.
  function stops() {
    document.querySelectorAll(".table-scroll").forEach(function (box) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0; else box.removeAttribute("tabindex");
    });
  }
  stops(); addEventListener("resize", stops); document.addEventListener("toggle", stops, true);

  // A button with data-copy copies that text and says so; it is hidden where there is no script.
  document.addEventListener("click", function (event) {
    var copier = event.target.closest("button[data-copy]");
    if (!copier) return;
    var label = copier.textContent;
    function say(text) { spoken.textContent = text; copier.textContent = text; setTimeout(function () { copier.textContent = label; spoken.textContent = ""; }, 2000); }
    function byHand() {
      var area = document.createElement("textarea");
      area.value = copier.dataset.copy; document.body.append(area); area.select();
      var done = document.execCommand("copy"); area.remove(); copier.focus(); say(done ? "Copied" : "Could not copy");
    }
    if (navigator.clipboard) navigator.clipboard.writeText(copier.dataset.copy).then(function () { say("Copied"); }, byHand); else byHand();
  });
})();
