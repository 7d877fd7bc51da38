"""The script that Streamlit runs at each rerun. It must not import `ui.app`, which would build a second server."""

from ui.navigation import run

run()
