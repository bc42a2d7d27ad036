"""The wire of 2017: the national platform for business across provinces (跨省业务统一办理平台), over HTTP.

That platform is known to have asked for a client certificate [SRC]; its interface is not published. Addresses,
signatures, names and codes here are ours [INF]. The platform keeps one province's messages in tables of the same
layout as an exchange database.
"""
