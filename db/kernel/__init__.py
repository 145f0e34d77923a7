"""The kernel: one unit of work through a viewer's eyes; who may read and write what;
every change is checked and logged.
"""
