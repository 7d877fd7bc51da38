"""The script that Streamlit runs at each rerun. It must not import `ui.app`, which would build a second server.

Streamlit puts it in the place of the main module: a process that is started beside the server (a large day is tagged by
two) runs it once more under another name, and must not draw pages.
"""

if __name__ == "__main__":
    from ui.navigation import run

    run()
