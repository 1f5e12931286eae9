/* Before anything is painted: the large print that the reader chose last time. */
(function (sheet) {
  window.gongkaiLarge = function () {
    if (document.getElementById('large-print')) return;
    var link = document.createElement('link');
    link.id = 'large-print';
    link.rel = 'stylesheet';
    link.href = sheet;
    document.head.appendChild(link);
  };
  try {
    if (localStorage.getItem('gongkai-large') !== '1') return;
  } catch (forbidden) { return; }
  document.documentElement.setAttribute('data-large', '');
  window.gongkaiLarge();
})(document.currentScript.getAttribute('data-large'));
