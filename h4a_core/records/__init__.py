"""Records: files in, rows and findings out.

`cells` tells what a cell means, `formats` what a file is, `intake` brings files into the store; `sampling` invents
records to try all this with.
"""
