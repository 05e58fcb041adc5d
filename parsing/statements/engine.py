"""spaCy, the frame of the pipeline, imported with the garbage collector at rest.

It makes some hundred thousand objects that live as long as the process. The collector would walk them again and again
while they are made, and with each later round: they are put aside for good.
"""

import gc

_COLLECTS = gc.isenabled()
gc.disable()
try:
    import spacy
    from spacy.language import Language
    from spacy.tokens import Doc
finally:
    gc.freeze()
    if _COLLECTS:
        gc.enable()

__all__ = ["Doc", "Language", "spacy"]
