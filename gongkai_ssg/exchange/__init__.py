"""Official tables in and out, and what machines read: data files, feeds, the sitemap."""
