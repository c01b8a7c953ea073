"""Archives of the news → Parquet and manifests, shard by shard: WARC, Parquet, JSON Lines.

`shards_of` cuts the inputs into shards, `process_shard` turns one into a table of reports with their claims
and a manifest, and drivers map it over all of them: `run_pool` here, `communique.cluster` on Ray.
"""
