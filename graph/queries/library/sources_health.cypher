// Santé des sources | Health of the sources
// theme: coverage
// -> source, kind, last_success, last_message, error, read, saved, refused, late, duplicates
MATCH (s:Source)
RETURN s.name AS source, s.kind AS kind, s.last_success_at AS last_success, s.last_message_at AS last_message,
       s.last_error AS error, s.read AS read, s.saved AS saved, s.refused AS refused, s.late AS late,
       s.duplicates AS duplicates
ORDER BY source
