-- The facts, version 3: what the page's structured data says of a figure's picture, as PdFigure.data keeps it.
ALTER TABLE figure_rev ADD COLUMN data TEXT;
