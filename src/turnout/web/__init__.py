"""The app: pages rendered on the server, and the API. `turnout.web.app.create_app` puts it together."""
