"""One file a migration; a migration that was released is never edited."""
