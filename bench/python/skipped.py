# SPDX-License-Identifier: MIT


class Skipped(Exception):
    """The case cannot be had here; the text says why."""
