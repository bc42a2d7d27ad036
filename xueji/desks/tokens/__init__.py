"""接口密钥: the keys by which programs act for posts of this office."""
