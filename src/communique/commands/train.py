"""The command that trains the extraction model further: `communique train`."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.terminal import Commands, config_of, leave, note, say

if TYPE_CHECKING:
    from communique.train.further import Outcome

__all__ = ["app"]

app = Commands()
_FEW = 5  # reports held out, below which figures say little


@app.command()
def train(
    corrections: Annotated[
        Path, typer.Argument(metavar="DATA", help="Corrections as review exports them, or a folder of such.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="The new model; a new folder.")],
    epochs: Annotated[
        int, typer.Option("--epochs", min=0, help="Times that each report is learnt; 0: by their number.")
    ] = 0,
    seed: Annotated[int, typer.Option("--seed", help="The same seed and data give the same model.")] = 1,
    held_out: Annotated[
        float,
        typer.Option("--held-out", min=0, max=0.9, help="Share of the reports that is measured on instead."),
    ] = 0.2,
) -> None:
    """Train the extraction model further on corrections, and say what that changed."""
    if not all(map(find_spec, ("torch", "onnx"))):
        leave("training needs the extra `train`", "pip install 'communique[train]'")
    if out.exists():
        leave(f"{out} is there already", "name a new folder with --out")
    from communique.train.data import DataError, read_annotated
    from communique.train.further import Wish, train_further
    from communique.weights import WeightsError, open_weights

    config = config_of()
    try:
        reports = read_annotated(corrections)
        wish = Wish(seed=seed, epochs=epochs, held_out=held_out, threads=config.threads)
        outcome = train_further(reports, open_weights(config.model or "claims"), out, wish, note)
    except (OSError, UnicodeError) as error:
        leave(f"{corrections}: {error}", "give the file that review exports as corrections")
    except DataError as error:
        leave(str(error), "correct the line, or export the corrections again")
    except (WeightsError, ValueError) as error:
        leave(str(error))
    _report(outcome, out)


def _report(outcome: "Outcome", out: Path) -> None:
    for name, after in outcome.after.items():
        before = outcome.before[name]
        counts = f"{after.right} right of {after.read} read, {after.annotated} annotated"
        print(f"{name}: F1 {before.f1:.3f} before, {after.f1:.3f} after ({counts})")
    if not outcome.after:
        note("nothing was measured: no report that was judged whole is left to hold out")
    elif outcome.held_out < _FEW:
        note(f"only {outcome.held_out} reports were held out: these figures say little")
    say(f'a model is in {out}; read with it by model = "{out}" in communique.toml')
