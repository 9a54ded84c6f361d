// needs against offer over some days, of places of some kinds, with the services that answer them
MATCH (n:Need {days: $days})-[:IN]->(p:Place) WHERE p.kind IN $kinds
OPTIONAL MATCH (n)-[:ANSWERED_BY]->(s:Service)
WITH n, p, [one IN collect(s) | {id: one.id, name: coalesce(one.name, one.id)}] AS services
RETURN n {.need, .label, .label_en, .status, .messages, .authors, .questions, .complaints, .reports, .advice, .coverage,
          .demand, .demand_low, .demand_high, .ratio, .ratio_low, .ratio_high, .offer, .offer_low, .offer_high, .offer_n,
          .gap, .gap_low, .gap_high, .unmet, .use, .idle, .idle_low, .idle_high, .advised, .reason, .reason_en} AS cell,
       p.id AS place_id, p.name AS place, p.kind AS kind, p.parent_id AS parent_id, services, n.at.epochMillis AS at
ORDER BY place_id, n.need
