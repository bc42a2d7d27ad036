"""单位与账号: accounts and posts, made and ended by the office above."""
