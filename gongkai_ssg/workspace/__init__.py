"""Many sites side by side: a file that lists them → each site as it is, and a front page around.

`settings`   `province.yaml` → the counties with their folders and addresses
`sites`      orders to build → results, by whatever executor; plain values that travel
`executors`  processes on this machine, or a Dask cluster
`front`      what stands around the sites: a front page, a search over all of them
"""
