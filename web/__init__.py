"""The pages: a Flask application over the library. ``web`` knows ``doelengraaf``; ``doelengraaf`` never knows ``web``."""
