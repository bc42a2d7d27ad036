"""Speed, as ratios measured in one run. `make bench`; each part can be run alone: `python -m bench.pages 20000`."""
