"""What the web server calls."""

import os

from django.core.wsgi import get_wsgi_application

from throughcare.config import processes, warming

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughcare.config.settings")
processes.end_with_parent()
application = get_wsgi_application()
warming.warm()
