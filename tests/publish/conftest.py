import sys
from pathlib import Path

# `sample` beside this file is shared by the tests of this folder; importlib mode adds no folder by itself.
sys.path.insert(0, str(Path(__file__).parent))
