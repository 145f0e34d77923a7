"""The kernel:
sessions from a viewer's perspective, the rules on who may read and write what, and the log of every change.
"""
