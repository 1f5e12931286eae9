"""gongkai: a static-site generator for grassroots government disclosure catalogs.

The map, from the ground up (a file imports only what stands above it here, or to its left
in its own row; within a folder the files are one room):

====  ==========================================  ==========================================
 0    diagnostics, schema, media, model,          problems, the element schema, file types,
      wording, bugs                               frozen values, what is written otherwise
                                                  and means the same, where we failed
 1    source, markup, qr, legal, privacy,         text → tree, Markdown → HTML, text → QR,
      personal, secrecy, opened, tables,          title and number of a law, masks, numbers of
      deadlines, search, walk                     persons, marks of secrecy, texts of
                                                  attachments, tables of offices, time limits,
                                                  the search index, the files of a folder
 2    elements, config, urls, near, linking,      typed entries, settings, addresses, what was
      listed, catalog, lists, holidays            probably meant, references, entries of lists,
                                                  the whole catalog, name lists, a county's own
                                                  holidays
 3    release, links, ledger, events, project     what may go out, bodies with their links,
                                                  what was published, what happened to items,
                                                  one site on one day
 4    official, sampling, rules, timeliness,      the official table, lots, checks, in time or
      concerns, views, opendata, pages,           late, what concerns a place, finished views,
      inspection, comparison, levels              tables of open data, which pages exist, the
                                                  state of a county, two states of a catalog,
                                                  the level above
 5    exchange, theme, print, outreach, fs,       data files, HTML, sheets of paper, texts to be
      history, parallel, stopwatch, kept,         sent and read aloud, the disk, earlier states,
      reuse                                       the cores, seconds, what the last build was
                                                  made from, files that stand already
 6    gate, contents, finishing, build            what must not go out, what a site consists of,
                                                  files on their way out, the pipeline
 7    report, reach, scaffold, importing,         what people meet: commands, their words,
      verification, findings, mistakes,           links of other sites, new entries, tables
      progress, chinese, manual, preview,         that come in, whether a site is whole, the
      serve, workspace, cli                       preview, many sites side by side
====  ==========================================  ==========================================
"""

__version__ = "0.1.0"
