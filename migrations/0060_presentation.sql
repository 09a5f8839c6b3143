-- How a story looks to its readers, as far as its curator has chosen; the versions hold it in their document.
ALTER TABLE stories ADD COLUMN presentation TEXT; -- JSON presentation; NULL for Sheaf's own look
