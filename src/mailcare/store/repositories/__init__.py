"""One repository per aggregate: verbs first, model values in and out."""
