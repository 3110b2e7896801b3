// Runs before the page is drawn, so that a chosen colour scheme does not flash.
(function () {
  document.documentElement.classList.add("script");
  try {
    var chosen = localStorage.getItem("scheme");
    if (chosen) document.documentElement.dataset.scheme = chosen;
  } catch (e) { /* storage may be closed to file pages */ }
})();
