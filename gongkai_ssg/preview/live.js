/* Keeps a page of the preview new: reloads it after a save, shows problems above it. */
(function () {
  'use strict';
  var script = document.currentScript;
  var page = script.getAttribute('data-page');
  var news = Number(script.getAttribute('data-news'));
  var source = null;

  function show(html) {
    var box = document.getElementById('gongkai-problems');
    if (!html) {
      if (box) box.parentNode.removeChild(box);
      return;
    }
    if (!box) {
      box = document.createElement('div');
      box.id = 'gongkai-problems';
      box.setAttribute('role', 'alert');
      document.body.appendChild(box);
    }
    box.innerHTML = html; // made and escaped by the preview itself
  }

  function close() {
    if (source) source.close();
    source = null;
  }

  // A browser keeps few connections to a host: a page that nobody looks at holds none.
  function open() {
    if (source || document.hidden) return;
    source = new EventSource('/_gongkai/events');
    source.onmessage = function (event) {
      var state = JSON.parse(event.data);
      if (state.page !== page) {
        close();
        location.reload(); // the browser keeps the place to which the page was scrolled
      } else if (state.news !== news) {
        news = state.news;
        show(state.problems);
      }
    };
  }

  document.addEventListener('visibilitychange', function () {
    if (document.hidden) close();
    else open();
  });
  window.addEventListener('pagehide', close);
  window.addEventListener('pageshow', open);
  open();
})();
