"""gongkai: a static-site generator for grassroots government disclosure catalogs.

The map, from the ground up (a file imports only what stands below it):

====  =========================================  ==========================================
 0    diagnostics, model, schema                 problems, frozen values, the element schema
 1    source, markup, qr                         text → tree, Markdown → HTML, text → QR
 2    elements, config, catalog, release,        typed entries, what may go out,
      urls, ledger                               addresses, what was published
 3    rules, pages, exchange                     checks, which pages exist, data files
 4    theme, search, fs                          HTML, the search index, the disk
 5    build                                      the pipeline
 6    scaffold, serve, report, cli               commands
====  =========================================  ==========================================
"""

__version__ = "0.1.0"
