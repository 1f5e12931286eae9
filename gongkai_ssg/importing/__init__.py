"""Official tables → entries of the catalog, agreed to by a person before anything is written.

`channels`   a cell of 公开渠道 → the channels that are meant
`words`      cells → lists and choices
`items`      a row → an item in our elements, what is inferred beside it, doubts
`plan`       drafts against the catalog: new, changed, the same, gone
`twins`      rows that are one item, or may be several      `coding`  new codes
`gathering`  files → a plan
`edits`      new values → `patches` of a YAML text      `writing`  a plan → the files of `content/`
`marking`    problems → a copy of the clerk's own workbook
"""
