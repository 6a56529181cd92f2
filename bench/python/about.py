# SPDX-License-Identifier: MIT
"""Which Python this is, for the run file: its program, its version, NumPy's or nothing.

A wrapper of the name python3 (pyenv's, say) takes longer to start than the interpreter: what
is told here is started from then on. This file keeps to what an older Python understands.
"""
import platform
import site
import sys

site.main()
try:
    import numpy
    version = numpy.__version__
except Exception:  # a broken one is none
    version = ""
print(sys.executable)
print(platform.python_implementation() + " " + platform.python_version())
print(version)
