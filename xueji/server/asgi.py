"""The ASGI application, for web servers that speak it."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xueji.server.settings")
application = get_asgi_application()
