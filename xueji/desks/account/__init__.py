"""我的账号: what a person sees and keeps of the own account."""
