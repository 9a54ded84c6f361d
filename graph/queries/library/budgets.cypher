// Fausses alertes promises et obtenues | False alerts promised and achieved
// theme: alerts
// -> place, promised, hours, watches, raised, dismissed
MATCH (b:Budget)
RETURN b.place_id AS place, b.promised AS promised, b.hours AS hours, b.watches AS watches, b.raised AS raised,
       b.dismissed AS dismissed
ORDER BY place
