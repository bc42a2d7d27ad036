"""Speed as ratios of times taken in one run: `make bench`, or some parts of it: `python -m bench pages`.

Each part has a database of its own in a folder that is thrown away, and measures the program against what the machine
can do at best: the same rows by bare COPY, the same file by a bare read, the same page in a smaller city.
"""
