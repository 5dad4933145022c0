"""`python -m throughcare.cli`, which `./throughcare` runs."""

import sys

from throughcare.cli.program import main

sys.exit(main(sys.argv[1:]))
