"""导入名单: a list is uploaded, judged, looked at, confirmed, and given back with its results."""
