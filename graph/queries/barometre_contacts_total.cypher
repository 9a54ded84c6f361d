// Baromètre, Ma Gendarmerie: contacts in all
MATCH (m:Measure {service_id: 'brigade-numerique', metric: 'contacts'})
WHERE m.start >= $since AND m.start < $until
RETURN CASE WHEN count(m) > 0 THEN sum(m.value) END AS contacts
