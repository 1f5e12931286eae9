"""gongkai: a static-site generator for grassroots government disclosure catalogs.

The map, from the ground up (a file imports only what stands above it here, or to its left
in its own row; within a folder the files are one room):

====  ==========================================  ==========================================
 0    personal, diagnostics, schema, media,       numbers of persons, problems, the element
      model, wording, bugs, exits                 schema, file types, frozen values, what is
                                                  written otherwise and means the same, where
                                                  we failed, how commands end
 1    source, effort, htmlblocks, counting,       text → tree, how much work a text makes, HTML
      lookalikes, dropped, htmlnames, markup,     in Markdown, characters like others, HTML that
      qr, legal, privacy, secrecy, opened,        is taken out, what is a tag, Markdown → HTML,
      tables, deadlines, search, walk             text → QR, title and number of a law, masks,
                                                  marks of secrecy, texts of attachments, tables
                                                  of offices, time limits, the search index, files
                                                  of a folder
 2    formats, elements, config, urls, near,      in which format content is written, typed
      linking, listed, catalog, lists, holidays   entries, settings, addresses, what was
                                                  probably meant, references, entries of lists,
                                                  the whole catalog, name lists, a county's own
                                                  holidays
 3    release, whereabouts, links, ledger,        what may go out, places in a body, bodies with
      events, project                             their links, what was published, what happened
                                                  to items, one site on one day
 4    official, sampling, rules, timeliness,      the official table, lots, checks, in time or
      concerns, views, opendata, pages,           late, what concerns a place, finished views,
      inspection, comparison, levels              tables of open data, which pages exist, the
                                                  state of a county, two states of a catalog,
                                                  the level above
 5    exchange, theme, print, outreach, fs,       data files, HTML, sheets of paper, texts to be
      history, parallel, stopwatch, retold,       sent and read aloud, the disk, earlier states,
      kept, reuse                                 the cores, seconds, what was said, what the last
                                                  build was made from, files that stand already
 6    gate, contents, finishing, build            what must not go out, what a site consists of,
                                                  files on their way out, the pipeline
 7    report, reach, scaffold, importing,         what people meet: commands, their words,
      migrating, signing, verification,           links of other sites, new entries, tables
      findings, mistakes, progress, chinese,      that come in, content of older formats, who
      manual, preview, serve, workspace, cli      signed a site, whether it is whole, the preview,
                                                  many sites side by side
====  ==========================================  ==========================================
"""

__version__ = "0.1.0"
