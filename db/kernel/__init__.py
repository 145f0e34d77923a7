"""The kernel: sessions seen through a viewer's eyes, the rules on who may read and write what,
and the log of every change.
"""
